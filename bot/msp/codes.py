"""The code lists: ids that stay, and the words a worker reads beside them.

Concern, source and location ids map to the national return's categories (research, section 1.4); the outcomes are the
national desired-outcome list in ten groups (research, section 1.2).
"""

CONCERNS = {
    "physical": "Physical abuse",
    "domestic": "Domestic abuse",
    "sexual": "Sexual abuse",
    "sexual_exploitation": "Sexual exploitation",
    "psychological": "Psychological abuse",
    "financial": "Financial or material abuse",
    "modern_slavery": "Modern slavery",
    "discriminatory": "Discriminatory abuse",
    "organisational": "Organisational abuse",
    "neglect": "Neglect and acts of omission",
    "self_neglect": "Self-neglect",
}

SOURCES = {
    "partner": "Partner or ex-partner",
    "family": "Family",
    "friend_or_neighbour": "Friend, neighbour or acquaintance",
    "paid_carer_or_service": "Paid carer or service",
    "stranger_or_online": "Stranger or someone met online",
    "self": "The person themself",
    "unknown": "Not known",
}

LOCATIONS = {
    "own_home": "Own home",
    "in_the_community": "In the community (excluding community services)",
    "community_service": "In a community service",
    "care_home_nursing": "Care home - nursing",
    "care_home_residential": "Care home - residential",
    "hospital_acute": "Hospital - acute",
    "hospital_mental_health": "Hospital - mental health",
    "hospital_community": "Hospital - community",
    "other": "Other",
}

OUTCOMES = {
    "be_safe": "Be and feel safer",
    "keep_relationship": "Keep a relationship that matters",
    "control": "Have control, choice and a say",
    "recover": "Recover and feel better",
    "justice": "Justice, an apology, or things put right",
    "protect_others": "Make sure it does not happen to others",
    "information": "Know what is going on and where to get help",
    "home_and_support": "Help with home, care, money or company",
    "no_action": "Nothing to be done",
    "other": "Something else",
}

URGENCIES = ("now", "today", "soon", "routine")
ROLES = ("person", "family", "carer", "friend", "worker")
