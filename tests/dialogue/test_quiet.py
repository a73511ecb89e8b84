"""No words in Rasa's logs, and no TensorFlow in its process."""

import sys

import pytest
import structlog

from bot.dialogue import quiet_logs, without_the_unused


def test_a_log_entry_keeps_its_name_and_loses_the_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(structlog, "configure", structlog.configure)
    quiet_logs.install()
    structlog.configure(processors=[structlog.processors.JSONRenderer()], logger_factory=structlog.PrintLoggerFactory())
    structlog.get_logger().error(
        "rest.message.failed", text="zzsentinelzz", slots={"a": "zzsentinelzz"}, action_name="action_hear"
    )
    written = capsys.readouterr().out
    assert "rest.message.failed" in written
    assert "action_hear" in written
    assert "zzsentinelzz" not in written
    structlog.reset_defaults()


def test_what_really_computes_with_tensorflow_fails_loudly() -> None:
    import tensorflow as tf

    assert type(sys.modules["tensorflow"]).__module__ == without_the_unused.__name__
    with pytest.raises(RuntimeError, match="My Say does not use it"):
        tf.constant(1)
    with pytest.raises(RuntimeError, match="My Say does not use it"):
        tf.keras.layers.Dense(3, activation="relu")


def test_rasa_imports_with_the_stand_in() -> None:
    from rasa.engine.recipes import default_components

    assert default_components.DEFAULT_COMPONENTS
