"""Writes the GGUF files of src/test/resources/.../lm/gguf and what they must come to.

    python gguf_goldens.py [OUT]

Needs gguf, torch, transformers 5, tokenizers and sentencepiece. The gguf package writes the files,
names the tensors and dequantises them; the log-probabilities of quantised files are those that
transformers computes with the dequantised weights. The checkpoints that goldens.py wrote are
converted as they are, so that their own expected.json holds for the files too.
"""

import io
import json
import sys
from pathlib import Path

import gguf
import numpy as np
import sentencepiece
import torch
from gguf import GGMLQuantizationType as Type
from gguf.quants import dequantize, quantize
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import AutoModelForCausalLM, AutoTokenizer, LlamaConfig, LlamaForCausalLM

from goldens import CORPUS, LLAMA3_SPLIT, TEXTS

HERE = Path(__file__).resolve().parent
RESOURCES = HERE.parent / "resources/dev/espalier/search/lm"
NORMAL, UNKNOWN, CONTROL, BYTE = 1, 2, 3, 6

ARCHITECTURES = {
    "llama": gguf.MODEL_ARCH.LLAMA,
    "mistral": gguf.MODEL_ARCH.LLAMA,
    "qwen2": gguf.MODEL_ARCH.QWEN2,
    "qwen3": gguf.MODEL_ARCH.QWEN3,
    "gpt2": gguf.MODEL_ARCH.GPT2,
}
STORED = {torch.float32: Type.F32, torch.float16: Type.F16, torch.bfloat16: Type.BF16}

# The splitting of the Tekken tokenizer, by letters of which case follow which.
TEKKEN_SPLIT = (
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"
    r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*"
    r"|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def neighbours(tensor, heads):
    """The two rows of each rotated pair beside each other, where they were half a head apart."""
    half = tensor.shape[0] // heads // 2
    rest = tensor.shape[1:]
    return tensor.reshape(heads, 2, half, *rest).transpose(1, 2).reshape(tensor.shape)


def tensors(model, arch, config):
    """The tensors of a checkpoint under their names in a GGUF file."""
    names = gguf.get_tensor_name_map(arch, config.num_hidden_layers)
    tied = config.tie_word_embeddings
    for name, tensor in model.state_dict().items():
        if (name == "lm_head.weight" and tied) or name.endswith((".attn.bias", ".attn.masked_bias")):
            continue
        if arch == gguf.MODEL_ARCH.GPT2 and name.endswith(
            ("c_attn.weight", "c_proj.weight", "c_fc.weight")
        ):
            tensor = tensor.T
        if arch == gguf.MODEL_ARCH.LLAMA:
            if name.endswith(("q_proj.weight", "q_proj.bias")):
                tensor = neighbours(tensor, config.num_attention_heads)
            if name.endswith(("k_proj.weight", "k_proj.bias")):
                tensor = neighbours(tensor, config.num_key_value_heads)
        yield names.get_name(name, try_suffixes=(".weight", ".bias")), tensor.contiguous()


def start(path, arch, config):
    writer = gguf.GGUFWriter(path, gguf.MODEL_ARCH_NAMES[arch])
    writer.add_name(path.stem)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_head_count(config.num_attention_heads)
    if arch == gguf.MODEL_ARCH.GPT2:
        writer.add_feed_forward_length(4 * config.n_embd)
        writer.add_layer_norm_eps(config.layer_norm_epsilon)
        return writer
    head = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_rope_dimension_count(head)
    writer.add_key_length(head)
    writer.add_value_length(head)
    rope = config.rope_parameters
    writer.add_rope_freq_base(rope["rope_theta"])
    if rope["rope_type"] == "linear":
        writer.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
        writer.add_rope_scaling_factor(rope["factor"])
    if getattr(config, "sliding_window", None):
        writer.add_sliding_window(config.sliding_window)
    return writer


def frequency_factors(config):
    """What Llama 3's stretching divides each pair's angle by."""
    rope = config.rope_parameters
    if rope["rope_type"] != "llama3":
        return None
    plain = rope["rope_theta"] ** (-torch.arange(0, config.head_dim, 2).double() / config.head_dim)
    turns = rope["original_max_position_embeddings"] * plain / (2 * np.pi)
    low, high = rope["low_freq_factor"], rope["high_freq_factor"]
    kept = ((turns - low) / (high - low)).clamp(0, 1)
    return (1 / ((1 - kept) / rope["factor"] + kept)).float().numpy()


def byte_pair_tokenizer(writer, document, pre):
    model = document["model"]
    ids = dict(model["vocab"]) | {t["content"]: t["id"] for t in document["added_tokens"]}
    special = {t["content"] for t in document["added_tokens"]}
    tokens = sorted(ids, key=ids.get)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(pre)
    writer.add_token_list(tokens)
    writer.add_token_types([CONTROL if t in special else NORMAL for t in tokens])
    writer.add_token_merges([m if isinstance(m, str) else " ".join(m) for m in model["merges"]])
    return ids


def scored_tokenizer(writer, document):
    """Scores that prefer what the list of merges prefers."""
    model = document["model"]
    tokens = sorted(model["vocab"], key=model["vocab"].get)
    rank = {}
    for i, merge in enumerate(model["merges"]):
        rank.setdefault("".join(merge if isinstance(merge, list) else merge.split(" ")), i)
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list(tokens)
    writer.add_token_scores([-float(rank.get(t, 10_000)) for t in tokens])
    kinds = {"<unk>": UNKNOWN, "<s>": CONTROL, "</s>": CONTROL}
    writer.add_token_types([BYTE if t.startswith("<0x") else kinds.get(t, NORMAL) for t in tokens])
    writer.add_unk_token_id(model["vocab"]["<unk>"])
    return model["vocab"]


def finish(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def add(writer, name, tensor, stored):
    """Writes a tensor, and returns the numbers that are to be read."""
    values = tensor.float().numpy()
    kind = Type.F32 if values.ndim == 1 else stored
    if kind == Type.F32:
        writer.add_tensor(name, values)
        return values
    data = quantize(values, kind)
    writer.add_tensor(name, data, raw_dtype=kind)
    return dequantize(data, kind)


def convert(out, name, pre, ends):
    """A checkpoint of goldens.py in the number format it is stored in."""
    folder = RESOURCES / "golden" / name
    model = AutoModelForCausalLM.from_pretrained(folder, dtype="auto")
    arch = ARCHITECTURES[model.config.model_type]
    writer = start(out / f"{name}.gguf", arch, model.config)
    document = json.loads((folder / "tokenizer.json").read_text())
    ids = byte_pair_tokenizer(writer, document, pre) if pre else scored_tokenizer(writer, document)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    if tokenizer.bos_token:
        writer.add_bos_token_id(ids[tokenizer.bos_token])
    writer.add_eos_token_id(ids[ends[0]])
    if len(ends) > 1:
        writer.add_eot_token_id(ids[ends[1]])
    if tokenizer.chat_template:
        writer.add_chat_template(tokenizer.chat_template)
    for tensor, values in tensors(model, arch, model.config):
        add(writer, tensor, values, STORED[model.dtype])
    if arch != gguf.MODEL_ARCH.GPT2:
        factors = frequency_factors(model.config)
        if factors is not None:
            writer.add_tensor("rope_freqs.weight", factors)
    finish(writer)


def random_blocks(kind, rows, columns, generator):
    """Blocks of any bits but the scales, which keep the numbers as small as weights are."""
    size, length = gguf.GGML_QUANT_SIZES[kind]
    blocks = generator.integers(0, 256, (rows * columns // size, length), dtype=np.uint8)
    count = len(blocks)

    def scale(at, value):
        sizes = (value * generator.uniform(0.5, 1, count)).astype(np.float16)
        blocks[:, at : at + 2] = sizes.view(np.uint8).reshape(count, 2)

    if kind == Type.Q4_K:
        scale(0, 2e-4)
        scale(2, 1.5e-3)
    elif kind == Type.Q5_K:
        scale(0, 1e-4)
        scale(2, 1.5e-3)
    elif kind == Type.Q6_K:
        scale(208, 4e-5)
    return blocks.reshape(rows, columns // size * length)


def quantised(out, name, kinds, width):
    """A small Llama whose matrices are quantised, and what its dequantised weights come to."""
    folder = RESOURCES / "golden" / "llama3"
    torch.manual_seed(5)
    config = LlamaConfig(
        vocab_size=301,
        hidden_size=width,
        intermediate_size=width,
        num_hidden_layers=1,
        num_attention_heads=4,
        num_key_value_heads=2 if width < 256 else 1,
        max_position_embeddings=128,
        tie_word_embeddings=True,
    )
    model = LlamaForCausalLM(config).eval()
    arch = gguf.MODEL_ARCH.LLAMA
    writer = start(out / f"{name}.gguf", arch, config)
    document = json.loads((folder / "tokenizer.json").read_text())
    ids = byte_pair_tokenizer(writer, document, "llama-bpe")
    writer.add_eos_token_id(ids["<|eot_id|>"])
    generator = np.random.default_rng(7)
    read = {}
    for tensor, values in tensors(model, arch, config):
        kind = next((k for part, k in kinds.items() if part in tensor), None)
        if values.ndim == 1:
            read[tensor] = add(writer, tensor, 1 + 0.1 * torch.randn(values.shape), Type.F32)
        elif kind in (Type.Q4_K, Type.Q5_K, Type.Q6_K):
            data = random_blocks(kind, *values.shape, generator)
            writer.add_tensor(tensor, data, raw_dtype=kind)
            read[tensor] = dequantize(data, kind)
        else:
            read[tensor] = add(writer, tensor, 0.3 * torch.randn(values.shape), kind)
    finish(writer)
    names = gguf.get_tensor_name_map(arch, 1)
    with torch.no_grad():
        for checkpoint, parameter in model.state_dict().items():
            if checkpoint == "lm_head.weight":
                continue
            stored = torch.from_numpy(read[names.get_name(checkpoint, (".weight", ".bias"))].copy())
            heads = {"q_proj": config.num_attention_heads, "k_proj": config.num_key_value_heads}
            for part, count in heads.items():
                if part in checkpoint:
                    half = stored.shape[0] // count // 2
                    stored = stored.reshape(count, half, 2, -1).transpose(1, 2).reshape(stored.shape)
            parameter.copy_(stored)
        prefix = [3, 77, 141, 200, 255, 18, 280, 5, 64, 33, 91, 12]
        rows = torch.log_softmax(model(torch.tensor([prefix])).logits[0].double(), -1)
    return {
        "prefix": prefix,
        "logProbs": [round(float(x), 7) for x in rows[-1]],
    }


def blocks(kind, generator):
    """Two blocks of arbitrary bits with finite scales, and the bits of their numbers."""
    size, length = gguf.GGML_QUANT_SIZES[kind]
    data = generator.integers(0, 256, (2, length), dtype=np.uint8)
    for at in {Type.Q6_K: (208,), Type.Q4_1: (0, 2), Type.Q5_1: (0, 2), Type.Q4_K: (0, 2), Type.Q5_K: (0, 2)}.get(kind, (0,)):
        data[:, at + 1] &= 0xBB
    numbers = dequantize(data, kind).astype(np.float32)
    return {
        "format": kind.name,
        "bytes": data.tobytes().hex(),
        "bits": numbers.reshape(-1).view(np.int32).tolist(),
    }


def with_tokenizer(out, name, write_tokenizer, vocabulary):
    """The smallest model that a tokenizer can be in."""
    torch.manual_seed(3)
    config = LlamaConfig(
        vocab_size=vocabulary,
        hidden_size=4,
        intermediate_size=4,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=2,
        max_position_embeddings=64,
        tie_word_embeddings=True,
    )
    writer = start(out / f"{name}.gguf", gguf.MODEL_ARCH.LLAMA, config)
    write_tokenizer(writer)
    for tensor, values in tensors(LlamaForCausalLM(config), gguf.MODEL_ARCH.LLAMA, config):
        add(writer, tensor, values, Type.F16)
    finish(writer)


def varied(generator):
    """Texts of words, numbers, marks, accents and scripts, in an order nobody would write."""
    bits = (
        " ".join(CORPUS).split(" ")
        + ["\n", "\n\n", "  ", "\t", "1234", "3.14", "don't", "WE'LL", "caf\u00e9", "e\u0301", "HTTPServer"]
        + ["\u4f60\u597d", "\U0001f642", "\u043a\u0438", "\u03c0\u2248", "//", "...", "?!", "(a)", "\u0645\u0631", "\u2581"]
    )
    texts = []
    for _ in range(60):
        words = generator.choice(len(bits), generator.integers(1, 9))
        texts.append((" " if generator.random() < 0.7 else "").join(bits[w] for w in words))
    return texts


def split_tokenizers(out, texts):
    found = {}
    for name, steps in (
        (
            "smollm",
            [
                pre_tokenizers.Digits(individual_digits=True),
                pre_tokenizers.ByteLevel(add_prefix_space=False),
            ],
        ),
        (
            "tekken",
            [
                pre_tokenizers.Split(Regex(TEKKEN_SPLIT), "isolated"),
                pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
            ],
        ),
    ):
        tokenizer = Tokenizer(models.BPE(ignore_merges=name == "tekken"))
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence(steps)
        tokenizer.decoder = decoders.ByteLevel()
        trainer = trainers.BpeTrainer(
            vocab_size=320,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        )
        tokenizer.train_from_iterator(CORPUS + texts, trainer)
        document = json.loads(tokenizer.to_str())

        def write(writer):
            ids = byte_pair_tokenizer(writer, document, name)
            writer.add_eos_token_id(ids["."])

        with_tokenizer(out, name, write, tokenizer.get_vocab_size())
        found[name] = [{"text": t, "ids": tokenizer.encode(t).ids} for t in texts]
    return found


def sentence_pieces(out, texts):
    """A vocabulary that SentencePiece trained, and how SentencePiece encodes with it."""
    trained = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(CORPUS * 4 + texts),
        model_writer=trained,
        model_type="bpe",
        vocab_size=460,
        byte_fallback=True,
        normalization_rule_name="identity",
        remove_extra_whitespaces=False,
        split_digits=True,
        character_coverage=0.995,
        num_threads=1,
        minloglevel=2,
    )
    model = sentencepiece.SentencePieceProcessor(model_proto=trained.getvalue())
    size = model.get_piece_size()

    def kind(i):
        return (
            UNKNOWN
            if model.is_unknown(i)
            else CONTROL if model.is_control(i) else BYTE if model.is_byte(i) else NORMAL
        )

    def write(writer):
        writer.add_tokenizer_model("llama")
        writer.add_tokenizer_pre("default")
        writer.add_token_list([model.id_to_piece(i) for i in range(size)])
        writer.add_token_scores([model.get_score(i) for i in range(size)])
        writer.add_token_types([kind(i) for i in range(size)])
        writer.add_unk_token_id(model.unk_id())
        writer.add_bos_token_id(model.bos_id())
        writer.add_eos_token_id(model.eos_id())

    with_tokenizer(out, "sentencepiece", write, size)
    # SentencePiece never reads a control token from a text; here its written form stands for it.
    return [{"text": t, "ids": model.encode(t)} for t in texts if "</s>" not in t]


def main(out):
    out.mkdir(parents=True, exist_ok=True)
    for old in out.iterdir():
        old.unlink()
    convert(out, "llama3", "llama-bpe", ["<|eot_id|>", "<|end_of_text|>"])
    convert(out, "llama-untied", None, ["</s>"])
    convert(out, "mistral", None, ["</s>"])
    convert(out, "qwen2", "qwen2", ["<|im_end|>"])
    convert(out, "qwen3", "qwen2", ["<|im_end|>"])
    convert(out, "gpt2", "gpt-2", ["<|endoftext|>"])
    expected = {"quantised": {}, "tokenizers": {}}
    for kind in (Type.Q8_0, Type.Q4_0, Type.Q4_1, Type.Q5_0, Type.Q5_1):
        name = kind.name.lower()
        expected["quantised"][name] = quantised(out, name, {"": kind}, 64)
    mixed = {"attn_v": Type.Q6_K, "ffn_down": Type.Q6_K, "attn_output": Type.Q5_K, "token": Type.Q6_K}
    expected["quantised"]["q4_k"] = quantised(out, "q4_k", mixed | {"": Type.Q4_K}, 256)
    generator = np.random.default_rng(11)
    texts = TEXTS + varied(generator)
    expected["tokenizers"] = split_tokenizers(out, texts)
    expected["tokenizers"]["sentencepiece"] = sentence_pieces(out, texts)
    kinds = (Type.Q4_0, Type.Q4_1, Type.Q5_0, Type.Q5_1, Type.Q8_0, Type.Q4_K, Type.Q5_K, Type.Q6_K)
    expected["blocks"] = [blocks(kind, generator) for kind in kinds]
    (out / "expected.json").write_text(json.dumps(expected, ensure_ascii=False) + "\n")
    for file in sorted(out.iterdir()):
        print(file.name, file.stat().st_size)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else RESOURCES / "gguf")
