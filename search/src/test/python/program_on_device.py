"""Checks and times Espalier's decoder program under Python's torch, on a GPU where there is one.

    python program_on_device.py --program decoder.pt --model DIR [--device cuda] [--prefix 256]
    python program_on_device.py --program smollm.pt --random-smollm [--device cuda]

The program is the very archive that Espalier hands to the native library; `espalier models program
MODEL -o decoder.pt` writes it. It holds no weights: those are taken from the model folder, or drawn
at random in SmolLM2-135M's shape. First a tree of tokens below a prefix is evaluated in one call and
every node's logits are compared with those that transformers gives for the node's own text, in
float32; then steps of 1 to 64 sibling nodes are timed in float32, float16 and bfloat16 beside
transformers' decoding of as many rows with its cache. Llama-like models only. Needs torch,
transformers 5, tokenizers and safetensors.
"""

import argparse
import statistics
import time
import warnings

import torch
from transformers import AutoModelForCausalLM
from transformers.cache_utils import DynamicCache

from side_by_side import smollm

CODES = {torch.float32: 6, torch.float16: 5, torch.bfloat16: 15}


class Program:
    """The archive with a model's weights in it."""

    def __init__(self, path, model, device, dtype):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.module = torch.jit.load(path)
        self.module._c.setattr("device", str(device))
        self.module._c.setattr("dtype", CODES[dtype])
        self.device = device
        config = model.config
        tensors = model.state_dict()
        take = lambda name: tensors["model." + name + ".weight"].detach().cpu().float()
        self.matrix("token", take("embed_tokens"))
        for i in range(config.num_hidden_layers):
            layer = f"layers.{i}."
            self.vector("norm1", take(layer + "input_layernorm"))
            self.matrix("qkv", *(take(layer + f"self_attn.{s}_proj") for s in "qkv"))
            self.matrix("out", take(layer + "self_attn.o_proj"))
            self.vector("norm2", take(layer + "post_attention_layernorm"))
            self.matrix("up", take(layer + "mlp.gate_proj"), take(layer + "mlp.up_proj"))
            self.matrix("down", take(layer + "mlp.down_proj"))
        self.vector("norm", take("norm"))
        if config.tie_word_embeddings:
            self.call("tie")
        else:
            self.matrix("head", tensors["lm_head.weight"].detach().cpu().float())
        size = config.hidden_size // config.num_attention_heads
        theta = config.rope_parameters["rope_theta"]
        self.vector("frequency", theta ** (-torch.arange(0, size, 2).double() / size))

    def call(self, method, *arguments):
        return self.module._c._get_method(method)(*arguments)

    def matrix(self, role, *pieces):
        stored = [piece.contiguous().view(torch.uint8) for piece in pieces]
        self.call("load", role, stored, [6] * len(stored), False)

    def vector(self, role, *pieces):
        stored = [piece.float().contiguous().view(torch.uint8) for piece in pieces]
        self.call("load_vector", role, stored, [6] * len(stored))

    def open(self, capacity):
        self.cache = self.call("cache", capacity)

    def step(self, ids, positions, slots, mask, top):
        """New tokens at slots; mask [n, columns] says which slots each sees. Rows of all of them."""
        n = len(ids)
        packed = torch.tensor(ids + positions + slots + slots, dtype=torch.int32)
        return self.call("step", packed, mask, n, n, top, False, self.cache)


def tree(prefix, vocabulary, generator):
    """A random tree of 24 tokens below a prefix: the parent of each node, and its token."""
    parents, tokens = [], []
    for i in range(24):
        parents.append(-1 if i < 3 else int(torch.randint(0, i, (1,), generator=generator)))
        tokens.append(int(torch.randint(5, vocabulary, (1,), generator=generator)))
    return parents, tokens


def largest_difference(program, reference, prefix, device):
    """Of log-probabilities, over all nodes of a tree, and whether all nodes agree on the best."""
    generator = torch.Generator().manual_seed(7)
    vocabulary = reference.config.vocab_size
    ids = torch.randint(5, vocabulary, (prefix,), generator=generator).tolist()
    parents, tokens = tree(prefix, vocabulary, generator)
    program.open(prefix + len(tokens))
    everything = torch.tril(torch.ones(prefix, prefix, dtype=torch.uint8))
    program.step(ids, list(range(prefix)), list(range(prefix)), everything, 1)
    mask = torch.zeros(len(tokens), prefix + len(tokens), dtype=torch.uint8)
    mask[:, :prefix] = 1
    depths, paths = [], []
    for i, parent in enumerate(parents):
        depths.append(0 if parent < 0 else depths[parent] + 1)
        paths.append(([] if parent < 0 else paths[parent]) + [i])
        mask[i, [prefix + j for j in paths[i]]] = 1
    found = program.step(
        tokens,
        [prefix + depth for depth in depths],
        [prefix + i for i in range(len(tokens))],
        mask,
        0,
    )[0]
    worst, agree = 0.0, 0
    for i, path in enumerate(paths):
        text = torch.tensor([ids + [tokens[j] for j in path]], device=device)
        expected = torch.log_softmax(reference(text).logits[0, -1].float(), -1).cpu()
        worst = max(worst, float((found[i] - expected).abs().max()))
        agree += int(found[i].argmax() == expected.argmax())
    return worst, agree, len(tokens)


def median_ms(work, device, runs=40):
    times = []
    for i in range(runs + 10):
        if device.type == "cuda":
            torch.cuda.synchronize()
        begun = time.perf_counter()
        work()
        if device.type == "cuda":
            torch.cuda.synchronize()
        if i >= 10:
            times.append((time.perf_counter() - begun) * 1e3)
    return statistics.median(times)


def program_step(program, prefix, nodes):
    program.open(prefix + nodes)
    ids = list(range(5, 5 + prefix))
    everything = torch.tril(torch.ones(prefix, prefix, dtype=torch.uint8))
    program.step(ids, list(range(prefix)), list(range(prefix)), everything, 1)
    mask = torch.cat([torch.ones(nodes, prefix), torch.eye(nodes)], 1).to(torch.uint8)
    tokens = list(range(7, 7 + nodes))
    slots = [prefix + i for i in range(nodes)]
    return lambda: program.step(tokens, [prefix] * nodes, slots, mask, 20)


def transformers_step(model, prefix, rows, device):
    ids = torch.arange(5, 5 + prefix, device=device).repeat(rows, 1)
    cache = DynamicCache()
    model(ids, past_key_values=cache, use_cache=True)
    tokens = torch.arange(7, 7 + rows, device=device).unsqueeze(1)

    def work():
        logits = model(tokens, past_key_values=cache, use_cache=True).logits[:, -1].float()
        best = torch.topk(logits, 20)
        (best.values - torch.logsumexp(logits, -1, True)).cpu(), best.indices.cpu()
        cache.crop(prefix)

    return work


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--model")
    parser.add_argument("--random-smollm", action="store_true")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--prefix", type=int, default=256)
    parser.add_argument("--nodes", default="1,8,32,64")
    options = parser.parse_args()
    device = torch.device(options.device)
    torch._C._jit_set_profiling_executor(False)
    torch._C._jit_set_profiling_mode(False)
    torch._C._jit_override_can_fuse_on_gpu(False)
    torch._C._set_graph_executor_optimize(False)
    if options.random_smollm:
        model = smollm()
    else:
        model = AutoModelForCausalLM.from_pretrained(options.model, dtype=torch.float32)
    model = model.to(device).eval()
    name = torch.cuda.get_device_name() if device.type == "cuda" else "CPU"
    print(f"torch {torch.__version__}, {name}, {options.model or 'random SmolLM2-135M shape'}")
    with torch.no_grad():
        print("| format | largest difference | best token agrees |")
        for dtype in CODES:
            program = Program(options.program, model, device, dtype)
            worst, agree, nodes = largest_difference(program, model, options.prefix, device)
            print(f"| {dtype} | {worst:.2g} | {agree} of {nodes} |", flush=True)
        print(f"ms a step below {options.prefix} tokens, median of 40")
        print("| nodes | format | program | transformers | ratio |")
        for dtype in CODES:
            program = Program(options.program, model, device, dtype)
            peer = model.to(dtype)
            for nodes in map(int, options.nodes.split(",")):
                ours = median_ms(program_step(program, options.prefix, nodes), device)
                theirs = median_ms(transformers_step(peer, options.prefix, nodes, device), device)
                print(f"| {nodes} | {dtype} | {ours:.2f} | {theirs:.2f} | {theirs / ours:.1f} |", flush=True)


main()
