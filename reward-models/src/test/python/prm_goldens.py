"""Writes tiny random process reward models of the four published formats below
src/test/resources/.../process/golden, and the scores that the way each was published gives.

    python prm_goldens.py [OUT]

Needs what search/src/test/python/goldens.py needs, whose tokenizers and weights it borrows.
"""

import json
import sys
from pathlib import Path

import torch
from transformers import (
    LlamaConfig,
    LlamaForCausalLM,
    MistralConfig,
    MistralForCausalLM,
    Qwen2Config,
    Qwen2ForCausalLM,
    Qwen2Model,
)

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[3] / "search/src/test/python"))
import goldens as lm  # noqa: E402

OUT = HERE.parent / "resources/dev/espalier/reward/process/golden"

SMALL = dict(
    hidden_size=32,
    intermediate_size=48,
    num_hidden_layers=2,
    num_attention_heads=4,
    num_key_value_heads=2,
    max_position_embeddings=512,
)

PROBLEMS = [
    (
        "Ann has 12 apples and buys 7 more. How many apples does she have?",
        ["She starts with 12 apples.", "She buys 7 more, so 12 + 7 = 19.", "The answer is \\boxed{19}."],
    ),
    ("What is 3 * 24?", ["3 * 24 = 72"]),
    (
        "A box holds 24 pens. How many do 3 hold, less 5?",
        ["Three boxes hold 3 * 24 = 72.", "Less 5 leaves 72 - 5 = 67, \u00e9 voil\u00e0.", "So 67.", "\\boxed{67}"],
    ),
]


class Scored(torch.nn.Module):
    """A decoder and a head on its last hidden states."""

    def __init__(self, base, head):
        super().__init__()
        self.model = base
        self.head = head

    def forward(self, ids):
        return self.head(self.model(ids).last_hidden_state)


def save_scored(folder, base, head, names, architecture, tokenizer, template, extra, **special):
    """The folder of a model whose class is not the library's: its own names, merged into one file."""
    from safetensors.torch import save_file

    lm.save(folder, base, tokenizer, template, torch.float32, **special)
    tensors = {"model." + k: v.contiguous() for k, v in base.state_dict().items()}
    tensors |= {names + k: v.contiguous() for k, v in head.state_dict().items()}
    save_file(tensors, folder / "model.safetensors", {"format": "pt"})
    config = json.loads((folder / "config.json").read_text())
    config["architectures"] = [architecture]
    config |= extra
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")


def randomise_head(head, seed, spread=0.2):
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in head.parameters():
            parameter.copy_(spread * torch.randn(parameter.shape, generator=generator))


def soften(model):
    """A head whose two signs are both possible."""
    with torch.no_grad():
        model.lm_head.weight *= 0.25
    return model


def write(folder, cases):
    (folder / "expected.json").write_text(json.dumps(cases, ensure_ascii=False) + "\n")
    print(folder.name, sum(f.stat().st_size for f in folder.iterdir()), [c["scores"] for c in cases])


def case(question, steps, ids, positions, scores):
    return {
        "problem": question,
        "steps": steps,
        "ids": ids,
        "positions": positions,
        "scores": [round(float(s), 7) for s in scores],
    }


def qwen(out):
    """Steps closed by <extra_0>, judged there by a head of two classes (Qwen2.5-Math-PRM)."""
    tokenizer = lm.byte_level(
        lm.QWEN_SPLIT,
        ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<extra_0>"],
        lm.normalizers.NFC(),
    )
    base = lm.randomise(Qwen2ForCausalLM(Qwen2Config(vocab_size=tokenizer.get_vocab_size(), **SMALL)), 5, 0.25).model
    head = torch.nn.Sequential(torch.nn.Linear(32, 32), torch.nn.ReLU(), torch.nn.Linear(32, 2))
    randomise_head(head, 5)
    folder = out / "qwen-math-prm"
    save_scored(
        folder, base, head, "score.", "Qwen2ForProcessRewardModel", tokenizer, lm.CHATML, {"num_labels": 2},
        eos_token="<|im_end|>", pad_token="<|endoftext|>",
    )
    loaded = lm.PreTrainedTokenizerFast.from_pretrained(folder)
    separator = loaded.encode("<extra_0>")[0]
    model = Scored(base, head).eval()
    cases = []
    for question, steps in PROBLEMS:
        text = loaded.apply_chat_template(
            [
                {
                    "role": "system",
                    "content": "Please reason step by step, and put your final answer within \\boxed{}.",
                },
                {"role": "user", "content": question},
                {"role": "assistant", "content": "<extra_0>".join(steps) + "<extra_0>"},
            ],
            tokenize=False,
            add_generation_prompt=False,
        )
        ids = loaded.encode(text)
        at = [i for i, t in enumerate(ids) if t == separator]
        with torch.no_grad():
            scores = torch.softmax(model(torch.tensor([ids]))[0].double(), -1)[at, 1]
        cases.append(case(question, steps, ids, at, scores))
    write(folder, cases)


def math_shepherd(out):
    """A language model that puts + or - after each step's tag (Math-Shepherd)."""
    tag = "\u043a\u0438"
    tokenizer = lm.pieces(["<unk>", "<s>", "</s>"], extra=[f"so {tag}", "a + b - c"])
    tokenizer.post_processor = lm.processors.TemplateProcessing(
        single="<s> $A", pair="<s> $A <s> $B", special_tokens=[("<s>", tokenizer.token_to_id("<s>"))]
    )
    model = lm.randomise(
        MistralForCausalLM(
            MistralConfig(
                vocab_size=tokenizer.get_vocab_size(), tie_word_embeddings=False, sliding_window=None, head_dim=8, **SMALL
            )
        ),
        6,
        0.25,
    )
    folder = out / "math-shepherd-tiny"
    loaded = lm.save(folder, soften(model), tokenizer, None, torch.float32, bos_token="<s>", eos_token="</s>", unk_token="<unk>")
    model = model.eval()
    good, bad = loaded.encode("+ -")[1:]
    tag_id = loaded.encode(tag)[-1]
    cases = []
    for question, steps in PROBLEMS:
        output = "\n".join(f"Step {i + 1}: {s} {tag}" for i, s in enumerate(steps))
        ids = loaded.encode(f"{question} {output}")
        at = [i for i, t in enumerate(ids) if t == tag_id]
        assert len(at) == len(steps), (at, steps)
        with torch.no_grad():
            logits = model(torch.tensor([ids])).logits[0].double()[:, [good, bad]]
        cases.append(case(question, steps, ids, at, torch.softmax(logits, -1)[at, 0]))
    write(folder, cases)


def rlhflow(out):
    """A chat in which the user takes the steps and the assistant says + or - (RLHFlow)."""
    specials = ["<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"]
    tokenizer = lm.byte_level(lm.LLAMA3_SPLIT, specials, start="<|begin_of_text|>")
    model = lm.randomise(
        LlamaForCausalLM(
            LlamaConfig(vocab_size=tokenizer.get_vocab_size(), tie_word_embeddings=False, **SMALL)
        ),
        7,
        0.25,
    )
    folder = out / "rlhflow-prm-tiny"
    loaded = lm.save(
        folder, soften(model), tokenizer, lm.LLAMA3_CHAT, torch.bfloat16,
        bos_token="<|begin_of_text|>", eos_token="<|eot_id|>",
    )
    model = LlamaForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    good, bad = loaded.encode("+")[-1], loaded.encode("-")[-1]
    cases = []
    for question, steps in PROBLEMS:
        chat, scores, at = [], [], []
        for i, step in enumerate(steps):
            chat.append({"role": "user", "content": f"{question} {step}" if i == 0 else step})
            chat.append({"role": "assistant", "content": "+"})
            text = loaded.apply_chat_template(chat, tokenize=False)
            ids = loaded.encode(text, add_special_tokens=False)
            # The sequence ends in the token before the sign, the sign, and the end of the turn.
            with torch.no_grad():
                logits = model(torch.tensor([ids])).logits[0, -3].double()[[good, bad]]
            scores.append(torch.softmax(logits, -1)[0])
            at.append(len(ids) - 3)
        cases.append(case(question, steps, ids, at, scores))
    write(folder, cases)


def skywork(out):
    """Lines judged at their newlines by a value head (Skywork-o1-Open-PRM)."""
    tokenizer = lm.byte_level(
        lm.QWEN_SPLIT, ["<|endoftext|>", "<|im_start|>", "<|im_end|>"], lm.normalizers.NFC()
    )
    base = lm.randomise(
        Qwen2ForCausalLM(Qwen2Config(vocab_size=tokenizer.get_vocab_size(), **SMALL)), 8, 0.25
    ).model
    head = torch.nn.Linear(32, 1)
    randomise_head(head, 8)
    folder = out / "skywork-prm"
    save_scored(
        folder, base, head, "v_head.summary.", "Qwen2ForPrmModel", tokenizer, lm.CHATML, {},
        bos_token="<|endoftext|>", eos_token="<|im_end|>", pad_token="<|endoftext|>",
    )
    loaded = lm.PreTrainedTokenizerFast.from_pretrained(folder)
    model = Scored(base, head).eval()
    newline = loaded.encode("\n")[-1]
    cases = []
    for question, steps in PROBLEMS:
        ids = loaded.encode(loaded.bos_token + question + "\n")
        at = []
        for step in steps:
            ids += loaded.encode(step) + [newline]
            at.append(len(ids) - 1)
        with torch.no_grad():
            scores = torch.sigmoid(model(torch.tensor([ids]))[0, at, 0].double())
        cases.append(case(question, steps, ids, at, scores))
    write(folder, cases)


def main(out):
    out.mkdir(parents=True, exist_ok=True)
    qwen(out)
    math_shepherd(out)
    rlhflow(out)
    skywork(out)


if __name__ == "__main__":
    torch.set_num_threads(1)
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else OUT)
