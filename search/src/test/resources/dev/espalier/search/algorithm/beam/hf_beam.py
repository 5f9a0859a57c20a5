"""Writes hf_beam.json: what Hugging Face transformers' beam search and greedy search make of small
random models, for the tests of this package.

    pip install torch transformers==5.18.0
    python hf_beam.py > hf_beam.json

A model is a table: the logits of the next token depend on the last two tokens. Logits are written
with four digits, so that no tie is left to the sorting routine of either side.
"""

import itertools
import json
import sys

import torch
from transformers import GenerationConfig, GenerationMixin, PretrainedConfig, PreTrainedModel
from transformers.modeling_outputs import CausalLMOutput

VOCABULARY = 6
PROMPT = [4, 5]
MAX_TOKENS = 10


class TableConfig(PretrainedConfig):
    model_type = "table"

    def __init__(self, **kwargs):
        super().__init__(vocab_size=VOCABULARY, num_hidden_layers=0, **kwargs)


class Table(PreTrainedModel, GenerationMixin):
    config_class = TableConfig

    def __init__(self, config, logits):
        super().__init__(config)
        self.anchor = torch.nn.Parameter(torch.zeros(1))
        self.table = logits
        self.post_init()

    def forward(self, input_ids, **_):
        before = torch.cat([torch.zeros_like(input_ids[:, :1]), input_ids[:, :-1]], dim=1)
        return CausalLMOutput(logits=self.table[before, input_ids])


def main():
    models = []
    for seed, ends in [(1, [0]), (2, [0]), (3, [0, 1]), (4, [0])]:
        generator = torch.Generator().manual_seed(seed)
        logits = torch.randn(VOCABULARY, VOCABULARY, VOCABULARY, generator=generator) * 1.5
        logits = torch.round(logits, decimals=4)
        model = Table(TableConfig(), logits).eval()
        runs = []
        settings = itertools.product(
            [1, 2, 3, 5], [-1.0, 0.0, 0.6, 1.0, 2.0], [True, False, "never"]
        )
        for width, penalty, early in settings:
            out = model.generate(
                torch.tensor([PROMPT]),
                attention_mask=torch.ones(1, len(PROMPT), dtype=torch.long),
                generation_config=GenerationConfig(
                    do_sample=False,
                    num_beams=width,
                    num_return_sequences=width,
                    length_penalty=penalty,
                    early_stopping=early,
                    max_new_tokens=MAX_TOKENS,
                    eos_token_id=ends,
                    pad_token_id=VOCABULARY - 1,
                    use_cache=False,
                    return_dict_in_generate=True,
                    output_scores=True,
                ),
            )
            texts = []
            for i, row in enumerate(out.sequences.tolist()):
                row = row[len(PROMPT):]
                stop = next((j for j, t in enumerate(row) if t in ends), len(row) - 1)
                score = None if width == 1 else round(float(out.sequences_scores[i]), 5)
                texts.append({"tokens": row[: stop + 1], "score": score})
            runs.append(
                {
                    "width": width,
                    "lengthPenalty": penalty,
                    "earlyStopping": str(early).lower(),
                    "texts": texts,
                }
            )
        models.append(
            {
                "ends": ends,
                "logits": [round(x, 4) for x in logits.flatten().tolist()],
                "runs": runs,
            }
        )
    json.dump(
        {"vocabulary": VOCABULARY, "prompt": PROMPT, "maxTokens": MAX_TOKENS, "models": models},
        sys.stdout,
        separators=(",", ":"),
    )


main()
