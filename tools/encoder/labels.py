"""The labels the encoder learns, in the order in which they leave the network."""

SAFETY = ("none", "danger_now", "self_harm", "not_safe_to_talk")
CONCERNS = (
    "physical",
    "domestic",
    "sexual",
    "psychological",
    "financial",
    "modern_slavery",
    "discriminatory",
    "organisational",
    "neglect",
    "self_neglect",
)
SOURCES = (
    "none",
    "partner",
    "family",
    "friend_or_neighbour",
    "paid_carer_or_service",
    "stranger_or_online",
    "self",
    "unknown",
)
OUTCOMES = (
    "be_safe",
    "keep_relationship",
    "control",
    "recover",
    "justice",
    "protect_others",
    "information",
    "home_and_support",
    "no_action",
    "other",
)
