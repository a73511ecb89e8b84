"""The codes that a message can be read as, in the contract's words."""

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
ALL = (
    *(f"safety:{name}" for name in SAFETY),
    *(f"concern:{name}" for name in CONCERNS),
    *(f"source:{name}" for name in SOURCES),
    "others_at_risk",
    *(f"outcome:{name}" for name in OUTCOMES),
)
"""Every label of the encoder, in the order in which it leaves the network."""
