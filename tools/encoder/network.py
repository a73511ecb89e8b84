"""MiniLM with one small attention head for each label.

Each label looks at the words it needs: a danger said in one clause of a long message is not diluted by the rest, and
what each word contributed to a label is known exactly, which is where the quote behind a code comes from.
"""

import torch
from torch import Tensor, nn
from transformers import BertModel


class Reader(nn.Module):
    """Reads token ids, answers `(logits, contributions, sentence)`.

    `logits` is `(batch, labels)`, `contributions` is `(batch, tokens, labels)` and sums to the logits without their
    bias, `sentence` is `(batch, 384)`, the mean over the tokens, on which intents are learned.
    """

    def __init__(self, bert: BertModel, labels: int, intents: int) -> None:
        super().__init__()
        self.bert = bert
        width = bert.config.hidden_size
        self.look = nn.Parameter(torch.zeros(width, labels))
        self.weigh = nn.Parameter(torch.randn(width, labels) * 0.02)
        self.bias = nn.Parameter(torch.zeros(labels))
        self.intents = nn.Linear(width, intents)
        self.dropout = nn.Dropout(0.1)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        words = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        words = self.dropout(words)
        mask = attention_mask.unsqueeze(-1).to(words.dtype)
        look = (words @ self.look) * 2.0 + (mask - 1.0) * 1e4
        contributions = torch.softmax(look, dim=1) * (words @ self.weigh)
        sentence = (words * mask).sum(1) / mask.sum(1)
        return contributions.sum(1) + self.bias, contributions, sentence
