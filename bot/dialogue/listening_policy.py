"""Decides how a message is to be heard, before any rule looks at its intent.

Danger comes before everything. Then: is it an answer, whatever intent it resembles ("to be left alone", said when asked
what they want, is not a wish to stop)? What is neither is left to the rules in data/stories. The judgement itself is
practice, in bot/msp/hearing.py.
"""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.msp.hearing import ANSWER, CORRECTION, DANGER, QUESTION, hear_as, heard_from

ACTION_FOR = {
    DANGER: "action_danger",
    ANSWER: "action_hear",
    CORRECTION: "action_correct",
    QUESTION: "action_answer",
}
COMMANDS = ("open", "resume", "worker_replied", "choose")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class ListeningPolicy(RulePolicy):
    """Safety first, then listening; only then Rasa's own rules, which take a tenth of a turn in Rasa to look through."""

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """The action for the last message; after any action, to listen; what the rules say where neither decides."""
        action = _action(tracker)
        if action is None:
            return super().predict_action_probabilities(tracker, domain, rule_only_data, **kwargs)
        probabilities = self._default_predictions(domain)
        probabilities[domain.index_for_action(action)] = 1.0
        return self._prediction(probabilities)


def _action(tracker: DialogueStateTracker) -> str | None:
    if tracker.latest_action_name != ACTION_LISTEN_NAME:
        return str(ACTION_LISTEN_NAME)
    if tracker.latest_message is None:
        return None
    parsed: dict[str, Any] = dict(tracker.latest_message.parse_data)
    metadata: dict[str, Any] = tracker.latest_message.metadata or {}
    if (parsed.get("intent") or {}).get("name") in COMMANDS or metadata.get("choice"):
        return None
    heard = heard_from(parsed, tracker.latest_message.text or "", 0, metadata)
    return ACTION_FOR.get(hear_as(heard, tracker.get_slot("asks"), tracker.get_slot("step")))
