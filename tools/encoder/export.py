"""Writes the trained reader to `bot/nlu/weights/` as int8 ONNX with its tokenizer (a maintainer's command).

Several trained readers that began as one (`train.py --start`) are averaged, weight by weight: the mean of two passes
errs less than either, and costs nothing when it runs.
"""

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from network import Reader
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from train import ALL, BASE, ROOT
from transformers import BertConfig, BertModel

from bot.nlu import checksums

WEIGHTS = ROOT / "bot" / "nlu" / "weights"


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--trained", type=Path, nargs="+", default=[ROOT / "var" / "encoder"])
    options.add_argument("--out", type=Path, default=WEIGHTS)
    chosen = options.parse_args()
    trained = mean_of(chosen.trained)
    config = BertConfig.from_pretrained(BASE, attn_implementation="eager")
    model = Reader(BertModel(config, add_pooling_layer=False), len(ALL), len(trained["intents"]))
    model.load_state_dict(trained["state"])
    model.eval()
    chosen.out.mkdir(parents=True, exist_ok=True)
    full, small = chosen.trained[0] / "full.onnx", chosen.out / "encoder.onnx"
    ids = torch.randint(5, 3000, (2, 12))
    axes = {0: "batch", 1: "tokens"}
    torch.onnx.export(
        model,
        (ids, torch.ones_like(ids)),
        str(full),
        input_names=["input_ids", "attention_mask"],
        output_names=["logits", "contributions", "sentence"],
        dynamic_axes={
            "input_ids": axes,
            "attention_mask": axes,
            "logits": {0: "batch"},
            "contributions": axes,
            "sentence": {0: "batch"},
        },
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(str(full), str(small), weight_type=QuantType.QInt8, per_channel=True, reduce_range=False)
    shutil.copy(BASE / "tokenizer.json", chosen.out / "tokenizer.json")
    check(model, small)
    (chosen.out / "about.json").write_text(json.dumps({"labels": list(ALL)}) + "\n", encoding="utf-8")
    checksums.write(chosen.out)
    print(small, small.stat().st_size // 1_000_000, "MB")


def mean_of(folders: list[Path]) -> dict[str, Any]:
    """The readers of several folders as one, `state` and `intents`."""
    readers = [torch.load(folder / "reader.pt") for folder in folders]
    first: dict[str, Any] = readers[0]
    names = [name for name, value in first["state"].items() if value.is_floating_point()]
    first["state"] |= {name: torch.stack([one["state"][name] for one in readers]).mean(0) for name in names}
    return first


def check(model: Reader, small: Path) -> None:
    """Prints how far the int8 network strays from the full one on a few sentences."""
    tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    tokenizer.no_padding()
    session = onnxruntime.InferenceSession(str(small))
    for text in ("he said he will kill me tonight", "the food is cold here and nobody comes when i ring the bell"):
        ids = np.array([tokenizer.encode(text).ids])
        logits, _, _ = session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        with torch.no_grad():
            exact = model(torch.tensor(ids), torch.ones_like(torch.tensor(ids)))[0].numpy()
        print("largest difference in a logit:", round(float(np.abs(logits - exact).max()), 3))


if __name__ == "__main__":
    main()
