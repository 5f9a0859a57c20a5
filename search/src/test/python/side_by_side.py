"""Times the same searches in Hugging Face transformers and in Espalier: the same weights, prompt,
machine and run.

    python side_by_side.py --espalier "COMMAND" [--model DIR | --smollm DIR] [--prompt-tokens 256]
        [--tokens 64] [--threads 2] [--warm-ups 5] [--runs 5] [--searches beam,sampling] [--json OUT]

--smollm writes a random checkpoint of SmolLM2-135M's shape to DIR, if there is none yet, and takes
that. COMMAND starts Espalier, for instance app/target/espalier/bin/espalier. Needs torch,
transformers 5 and tokenizers.

Beam search and sampling are transformers' own. Diverse beam and contrastive search, which it no
longer carries, are loops over its forward passes below, with its cache: one pass a step for all
rows. Speed is generated tokens of all rows a second, the prompt's reading included; each figure is
the best of some runs after others to warm up: a workbench runs for hours, and its machine code is
made while it runs.
"""

import argparse
import json
import shlex
import subprocess
import tempfile
import time
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, LlamaConfig, LlamaForCausalLM
from transformers.cache_utils import DynamicCache

import goldens


def smollm():
    """A model of SmolLM2-135M's shape whose weights are random."""
    torch.manual_seed(1)
    config = LlamaConfig(
        vocab_size=49152,
        hidden_size=576,
        intermediate_size=1536,
        num_hidden_layers=30,
        num_attention_heads=9,
        num_key_value_heads=3,
        max_position_embeddings=8192,
        rope_parameters={"rope_type": "default", "rope_theta": 100000.0},
        tie_word_embeddings=True,
        bos_token_id=None,
        eos_token_id=None,
    )
    return LlamaForCausalLM(config)


def write_smollm(folder):
    """SmolLM2-135M but for the weights, which are random, and the tokenizer, which is tiny."""
    model = smollm()
    # Wide enough that the next token is no coin toss.
    with torch.no_grad():
        model.model.embed_tokens.weight.normal_(0, 0.06)
    goldens.save(folder, model, goldens.byte_level(None, []), None, torch.bfloat16)


def prompt_of(tokenizer, tokens):
    """A text of about that many tokens."""
    text = " ".join(goldens.CORPUS)
    while len(tokenizer(text, add_special_tokens=False)["input_ids"]) < tokens:
        text += " " + text
    ids = tokenizer(text, add_special_tokens=False)["input_ids"]
    while len(ids) > tokens:
        text = text[:-1]
        ids = tokenizer(text, add_special_tokens=False)["input_ids"]
    return text, ids


class Library:
    """The four searches; each returns how many tokens it generated."""

    def __init__(self, model, ids, tokens):
        self.model, self.ids, self.tokens = model, ids, tokens
        ends = model.generation_config.eos_token_id
        self.ends = set(ends if isinstance(ends, list) else [] if ends is None else [ends])

    def _useful(self, sequences):
        count = 0
        for row in sequences:
            tail = row.tolist()[len(self.ids):]
            count += next((i + 1 for i, t in enumerate(tail) if t in self.ends), len(tail))
        return count

    def _generate(self, rows, **options):
        ids = torch.tensor([self.ids])
        out = self.model.generate(
            ids,
            attention_mask=torch.ones_like(ids),
            max_new_tokens=self.tokens,
            num_return_sequences=rows,
            pad_token_id=0,
            **options,
        )
        return self._useful(out)

    def beam(self):
        return self._generate(4, num_beams=4, do_sample=False)

    def sampling(self):
        return self._generate(16, do_sample=True, temperature=1.0, top_k=0, top_p=1.0)

    def diverse_beam(self, groups=4, width=4, strength=0.5):
        """Vijayakumar et al., arXiv 1610.02424: groups in turn, Hamming penalty, lock-step."""
        model, vocabulary = self.model, self.model.config.vocab_size
        rows = groups * width
        out = model(torch.tensor([self.ids]), past_key_values=DynamicCache(), use_cache=True, logits_to_keep=1)
        cache = out.past_key_values
        cache.batch_repeat_interleave(rows)
        logs = torch.log_softmax(out.logits[:, -1].float(), -1).expand(rows, -1)
        scores = torch.full((groups, width), -1e9)
        scores[:, 0] = 0
        alive, generated = None, 0
        for step in range(self.tokens):
            order, chosen = [], []
            counts = torch.zeros(vocabulary)
            for g in range(groups):
                own = logs[g * width:(g + 1) * width] + scores[g][:, None]
                best = torch.topk((own - strength * counts).view(-1), width)
                beam, token = best.indices // vocabulary, best.indices % vocabulary
                scores[g] = own.view(-1)[best.indices]
                counts += torch.bincount(token, minlength=vocabulary)
                order += (g * width + beam).tolist()
                chosen += token.tolist()
            generated += rows
            if step + 1 == self.tokens:
                break
            cache.reorder_cache(torch.tensor(order))
            out = model(torch.tensor(chosen)[:, None], past_key_values=cache, use_cache=True)
            logs = torch.log_softmax(out.logits[:, -1].float(), -1)
        return generated

    def contrastive(self, k=8, alpha=0.6):
        """Su et al., arXiv 2202.06417: the candidates' pass also gives the next distribution."""
        model = self.model
        out = model(
            torch.tensor([self.ids]), past_key_values=DynamicCache(), use_cache=True,
            output_hidden_states=True, logits_to_keep=1,
        )
        cache, states, logits = out.past_key_values, out.hidden_states[-1][0].float(), out.logits[:, -1]
        for step in range(self.tokens):
            probability, token = torch.topk(torch.softmax(logits.float(), -1)[0], k)
            cache.batch_repeat_interleave(k)
            out = model(token[:, None], past_key_values=cache, use_cache=True, output_hidden_states=True)
            new = out.hidden_states[-1][:, -1].float()
            near = torch.nn.functional.normalize(new, dim=-1) @ torch.nn.functional.normalize(states, dim=-1).T
            best = ((1 - alpha) * probability - alpha * near.max(-1).values).argmax()
            cache.batch_select_indices(best[None])
            states = torch.cat([states, new[best][None]])
            logits = out.logits[best, -1][None]
        return self.tokens


SEARCHES = {
    "beam": ("beam", {"width": 4, "early-stopping": "false"}),
    "diverse_beam": ("diverse-beam", {"width": 16, "groups": 4, "diversity": 0.5}),
    "contrastive": ("contrastive", {"k": 8, "alpha": 0.6}),
    "sampling": ("self-consistency", {"samples": 16, "temperature": 1.0}),
}


def time_library(folder, ids, tokens, dtype, searches, warm_ups, runs):
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=dtype).eval()
    library = Library(model, ids, tokens)
    results = {}
    for name in searches:
        best = 0.0
        with torch.inference_mode():
            for run in range(warm_ups + runs):
                begin = time.perf_counter()
                generated = getattr(library, name)()
                seconds = time.perf_counter() - begin
                if run >= warm_ups:
                    best = max(best, generated / seconds)
        results[name] = best
        print(f"transformers {dtype} {name}: {best:.1f} tokens/s", flush=True)
    return results


def time_espalier(command, folder, text, tokens, precision, threads, searches, warm_ups, count):
    results = {}
    with tempfile.TemporaryDirectory() as temporary:
        problems = Path(temporary) / "problems.jsonl"
        lines = [{"id": str(i), "prompt": text, "answer": "0"} for i in range(warm_ups + count)]
        problems.write_text("".join(json.dumps(line) + "\n" for line in lines))
        for name in searches:
            algorithm, settings = SEARCHES[name]
            arguments = command + ["compare", "--problems", str(problems), "--model", str(folder)]
            arguments += ["--precision", precision, "--threads", str(threads), "--json"]
            arguments += ["--algorithms", algorithm]
            for key, value in (settings | {"max-tokens": tokens}).items():
                arguments += ["--set", f"{algorithm}.{key}={value}"]
            done = subprocess.run(arguments, capture_output=True, text=True)
            if done.returncode != 0:
                raise SystemExit(f"{' '.join(arguments)}\n{done.stderr}")
            rows = [json.loads(line) for line in done.stdout.splitlines()]
            runs = [row for row in rows if "seconds" in row][warm_ups:]
            results[name] = max(r["costs"]["generatedTokens"] / r["seconds"] for r in runs)
            print(f"espalier {precision} {name}: {results[name]:.1f} tokens/s", flush=True)
    return results


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--espalier", required=True)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--smollm", type=Path)
    parser.add_argument("--prompt-tokens", type=int, default=256)
    parser.add_argument("--tokens", type=int, default=64)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--warm-ups", type=int, default=5)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--searches", default=",".join(SEARCHES))
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    folder = options.model or options.smollm
    if options.model is None and not (folder / "model.safetensors").exists():
        write_smollm(folder)
    torch.set_num_threads(options.threads)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    text, _ = prompt_of(tokenizer, options.prompt_tokens)
    if tokenizer.chat_template:
        text = text.strip()
        whole = tokenizer.apply_chat_template(
            [{"role": "user", "content": text}], tokenize=False, add_generation_prompt=True
        )
    else:
        whole = text
    ids = tokenizer(whole, add_special_tokens=False)["input_ids"]
    print(f"{folder.name}: prompt of {len(ids)} tokens, {options.tokens} new ones, {options.threads} threads")
    searches = options.searches.split(",")
    table = {}
    for precision, dtype in (("fp32", torch.float32), ("bf16", torch.bfloat16)):
        table["transformers " + precision] = time_library(
            folder, ids, options.tokens, dtype, searches, options.warm_ups, options.runs
        )
    for precision in ("fp32", "bf16"):
        table["espalier " + precision] = time_espalier(
            shlex.split(options.espalier), folder, text, options.tokens, precision, options.threads,
            searches, options.warm_ups, options.runs,
        )
    print("| tokens/s | " + " | ".join(table) + " | best over best |")
    print("|---|" + "---:|" * (len(table) + 1))
    for name in searches:
        row = [column[name] for column in table.values()]
        ratio = max(row[2:]) / max(row[:2])
        print(f"| {name} | " + " | ".join(f"{x:.1f}" for x in row) + f" | {ratio:.1f} |")
    if options.json:
        options.json.write_text(json.dumps(table, indent=1) + "\n")


if __name__ == "__main__":
    main()
