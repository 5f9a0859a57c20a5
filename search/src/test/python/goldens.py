"""Writes the tiny random checkpoints of src/test/resources/.../lm/golden and what Hugging Face
transformers makes of them.

    python goldens.py [OUT]

Needs torch, transformers 5 and tokenizers. Each folder is a complete Hugging Face model with an
expected.json beside it: token ids, chat texts, log-probabilities, greedy continuations and beams.
Texts are taken only where single and double precision agree, so that none hangs on a rounding.
"""

import json
import sys
from pathlib import Path

import torch
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import (
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    MistralConfig,
    MistralForCausalLM,
    PreTrainedTokenizerFast,
    Qwen2Config,
    Qwen2ForCausalLM,
    Qwen3Config,
    Qwen3ForCausalLM,
)

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "resources/dev/espalier/search/lm/golden"

CORPUS = [
    "Ann has 12 apples and buys 7 more. How many apples does she have now?",
    "Step 1: There are 12 apples at the start. Step 2: She buys 7 more, so 12 + 7 = 19.",
    "Each box holds 24 pens, so 3 boxes hold 3 * 24 = 72 pens in all.",
    "The answer is \\boxed{19}. Therefore the total is 72 and the rest is 5.",
    "The train leaves the station, and the river runs under the bridge.",
    "He sells half of them. That leaves 36. The final answer is 36.",
]

TEXTS = [
    "How many apples does Ann have?",
    "12 + 7 = 19\n\nSo the answer is \\boxed{19}.",
    "  two leading spaces, a tab\t, and trailing ones  ",
    "na\u00efve caf\u00e9 e\u0301 \u2014 \u4f60\u597d \U0001f642 \u03c0\u22483.14159 \u043a\u0438",
    "don't we're I'LL 1234567 x2y",
    "line\r\nline\n\n\nend",
    "<|im_start|>user\nhi<|im_end|><|eot_id|></s>",
    "",
]

CHATS = [
    [("user", "How many?")],
    [("system", "Be brief."), ("user", " What is 2 + 2? "), ("assistant", "4"), ("user", "And {{ 3 * 3 }} {% if x %}?")],
    [("user", "a"), ("assistant", "<think>\nhm\n</think>\n\nb\n"), ("user", "c\n")],
]

LLAMA3_SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
QWEN_SPLIT = LLAMA3_SPLIT.replace(r"\p{N}{1,3}", r"\p{N}")

# Chat templates that exercise what the families' own use: filters, slices, namespaces, string
# methods, whitespace control, refusals.
LLAMA3_CHAT = """{{- bos_token }}
{%- if not date_string is defined %}
    {%- set date_string = "26 Jul 2024" %}
{%- endif %}
{#- The system turn comes first, whether there is one or not. #}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content']|trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}
{{- "<|start_header_id|>system<|end_header_id|>\\n\\n" }}
{{- "Today Date: " + date_string + "\\n\\n" }}
{{- system_message }}
{{- "<|eot_id|>" }}
{%- for message in messages %}
    {%- if not (message.role == 'tool' or 'tool_calls' in message) %}
        {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n' + message['content'] | trim + '<|eot_id|>' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
{%- endif %}
"""

CHATML = (
    "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}"
    "{{ '<|im_start|>system\\nYou help.<|im_end|>\\n' }}{% endif %}"
    "{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)

THINKING_CHAT = """{%- if tools %}
    {{- '<|im_start|>system\\ntools' }}
{%- elif messages[0].role == 'system' %}
    {{- '<|im_start|>system\\n' + messages[0].content + '<|im_end|>\\n' }}
{%- endif %}
{%- set ns = namespace(searching=true, last_query_index=messages|length - 1) %}
{%- for message in messages[::-1] %}
    {%- set index = (messages|length - 1) - loop.index0 %}
    {%- if ns.searching and message.role == "user" and message.content is string and not(message.content.startswith('<tool>') and message.content.endswith('</tool>')) %}
        {%- set ns.searching = false %}
        {%- set ns.last_query_index = index %}
    {%- endif %}
{%- endfor %}
{%- for message in messages %}
    {%- if message.content is string %}
        {%- set content = message.content %}
    {%- else %}
        {%- set content = '' %}
    {%- endif %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) %}
        {{- '<|im_start|>' + message.role + '\\n' + content + '<|im_end|>' + '\\n' }}
    {%- elif message.role == "assistant" %}
        {%- set thought = '' %}
        {%- if message.thought is string %}
            {%- set thought = message.thought %}
        {%- else %}
            {%- if '</think>' in content %}
                {%- set thought = content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
                {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
            {%- endif %}
        {%- endif %}
        {%- if loop.index0 > ns.last_query_index and (loop.last or (not loop.last and thought)) %}
            {{- '<|im_start|>' + message.role + '\\n<think>\\n' + thought.strip('\\n') + '\\n</think>\\n\\n' + content.lstrip('\\n') }}
        {%- else %}
            {{- '<|im_start|>' + message.role + '\\n' + content }}
        {%- endif %}
        {{- '<|im_end|>\\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}
        {{- '<think>\\n\\n</think>\\n\\n' }}
    {%- endif %}
{%- endif %}"""

INSTRUCT_CHAT = """{{ bos_token }}{% for message in messages %}
  {% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}
    {{ raise_exception('turns must alternate, user first') }}
  {% endif %}
  {% if message['role'] == 'user' %}
[INST] {{ message['content'].strip() }} [/INST]
  {%- elif message['role'] == 'assistant' %}
 {{ message['content'] ~ eos_token }}
  {%- else %}
{{ raise_exception('only user and assistant turns are known') }}
  {% endif %}
{% endfor %}
"""


def byte_level(split, specials, normalizer=None, start=None, merges=40):
    tokenizer = Tokenizer(models.BPE())
    if normalizer is not None:
        tokenizer.normalizer = normalizer
    if split is None:
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    else:
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
            [
                pre_tokenizers.Split(Regex(split), "isolated"),
                pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
            ]
        )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=256 + merges,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    tokenizer.add_special_tokens(specials)
    if start is not None:
        tokenizer.post_processor = processors.TemplateProcessing(
            single=f"{start} $A",
            pair=f"{start} $A {start} $B",
            special_tokens=[(start, tokenizer.token_to_id(start))],
        )
    return tokenizer


def pieces(specials, extra=(), merges=60):
    """A vocabulary in SentencePiece's form, with byte fallback."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Prepend("\u2581"), normalizers.Replace(" ", "\u2581")]
    )
    # No token spans two words, as in the vocabularies this stands for.
    tokenizer.pre_tokenizer = pre_tokenizers.Split("\u2581", "merged_with_next")
    letters = sorted(set("".join(CORPUS)) | set("".join(extra)))
    trainer = trainers.BpeTrainer(
        vocab_size=len(specials) + 256 + len(letters) + 1 + merges,
        special_tokens=list(specials) + [f"<0x{b:02X}>" for b in range(256)],
        initial_alphabet=letters,
        show_progress=False,
    )
    tokenizer.train_from_iterator(CORPUS + list(extra) * 50, trainer)
    document = json.loads(tokenizer.to_str())
    document["added_tokens"] = [t for t in document["added_tokens"] if t["content"] in specials]
    document["pre_tokenizer"] = None
    document["decoder"] = {
        "type": "Sequence",
        "decoders": [
            {"type": "Replace", "pattern": {"String": "\u2581"}, "content": " "},
            {"type": "ByteFallback"},
            {"type": "Fuse"},
            {"type": "Strip", "content": " ", "start": 1, "stop": 0},
        ],
    }
    return Tokenizer.from_str(json.dumps(document))


def randomise(model, seed, spread, ends=(), quiet=()):
    """Weights wide enough that the next token is no coin toss, and ends that do come up."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            if "norm" in name or "ln_" in name:
                parameter.copy_(0.1 * noise + (0 if name.endswith("bias") else 1))
            elif name.endswith("bias"):
                parameter.copy_(0.2 * noise)
            elif "embed" in name or "wte" in name or "lm_head" in name:
                parameter.copy_(0.6 * noise)
            else:
                parameter.copy_(spread * noise)
        head = model.get_output_embeddings()
        if head is not None:
            for end in ends:
                head.weight[end] *= 1.6
            for token in quiet:
                head.weight[token] *= 0.1
    return model


def save(folder, model, tokenizer, template, dtype, shard=None, inline=True, **names):
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, clean_up_tokenization_spaces=False, **names
    )
    if template is not None:
        fast.chat_template = template
    fast.save_pretrained(folder)
    separate = folder / "chat_template.jinja"
    if separate.exists() and inline:
        # The older of the two places a template is kept in.
        separate.unlink()
        config = json.loads((folder / "tokenizer_config.json").read_text())
        config["chat_template"] = template
        (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=1) + "\n")
    compact(folder / "tokenizer.json")
    options = {} if shard is None else {"max_shard_size": shard}
    model.to(dtype).save_pretrained(folder, **options)
    return PreTrainedTokenizerFast.from_pretrained(folder)


def compact(file):
    file.write_text(json.dumps(json.loads(file.read_text()), ensure_ascii=False) + "\n")


def rounded(row):
    return [round(float(x), 7) for x in row]


def beams(model, ids, width, penalty, early, tokens):
    out = model.generate(
        torch.tensor([ids]),
        attention_mask=torch.ones(1, len(ids), dtype=torch.long),
        do_sample=False,
        num_beams=width,
        num_return_sequences=width,
        length_penalty=penalty,
        early_stopping=early,
        max_new_tokens=tokens,
        output_scores=True,
        return_dict_in_generate=True,
    )
    found = []
    for sequence, score in zip(out.sequences.tolist(), out.sequences_scores.tolist()):
        tail = sequence[len(ids):]
        ends = set(model.generation_config.eos_token_id)
        cut = next((i + 1 for i, t in enumerate(tail) if t in ends), len(tail))
        found.append((tail[:cut], score))
    return found


def greedy(model, ids, tokens):
    out = model.generate(
        torch.tensor([ids]),
        attention_mask=torch.ones(1, len(ids), dtype=torch.long),
        do_sample=False,
        num_beams=1,
        max_new_tokens=tokens,
    )
    return out[0].tolist()[len(ids):]


PROMPTS = ["Ann has 12 apples.", "The train leaves"]


def expectations(model, exact, tokenizer, ends):
    """What the library makes of the checkpoint, or None if precision decides any text."""
    result = {
        "ends": sorted(ends),
        "tokenizer": [
            {"text": t, "ids": tokenizer(t, add_special_tokens=False)["input_ids"]} for t in TEXTS
        ],
        "chats": [],
        "rows": [],
        "greedy": [],
        "beams": [],
    }
    for chat in CHATS if tokenizer.chat_template else []:
        messages = [{"role": r, "content": c} for r, c in chat]
        for generation in (False, True):
            try:
                text = tokenizer.apply_chat_template(
                    messages, tokenize=False, add_generation_prompt=generation
                )
            except Exception as refusal:
                text, why = None, str(refusal)
            entry = {"messages": messages, "generation": generation}
            entry |= {"text": text} if text is not None else {"refusal": why}
            result["chats"].append(entry)
    prompts = [tokenizer(p, add_special_tokens=False)["input_ids"] for p in PROMPTS]
    long = (prompts[0] * 20)[:90]
    with torch.no_grad():
        for ids, wanted in ((prompts[0], (0, len(prompts[0]) - 1)), (long, (45, 89))):
            rows = torch.log_softmax(model(torch.tensor([ids])).logits[0].double(), -1)
            for at in wanted:
                result["rows"].append({"prefix": ids[: at + 1], "logProbs": rounded(rows[at])})
    for ids in prompts:
        text = greedy(model, ids, 24)
        if text != greedy(exact, ids, 24):
            return None
        result["greedy"].append(
            {
                "prompt": ids,
                "ids": text,
                "text": tokenizer.decode(text, skip_special_tokens=True),
            }
        )
        for penalty in (1.0, 0.0, 2.0, -0.5):
            for early in (False, True, "never"):
                found = beams(model, ids, 4, penalty, early, 14)
                if [f[0] for f in found] != [f[0] for f in beams(exact, ids, 4, penalty, early, 14)]:
                    return None
                result["beams"].append(
                    {
                        "prompt": ids,
                        "width": 4,
                        "lengthPenalty": penalty,
                        "earlyStopping": str(early).lower(),
                        "maxTokens": 14,
                        "results": [
                            {
                                "ids": t,
                                "text": tokenizer.decode(t, skip_special_tokens=True),
                                "score": round(s, 6),
                            }
                            for t, s in found
                        ],
                    }
                )
    return result


def instructive(result):
    """Whether greedy says something and ends, and the modes of stopping beams differ."""
    lengths = {len(r["ids"]) for b in result["beams"] for r in b["results"]}
    by_mode = {}
    for b in result["beams"]:
        by_mode.setdefault((tuple(b["prompt"]), b["lengthPenalty"]), set()).add(
            tuple(tuple(r["ids"]) for r in b["results"])
        )
    finishes = any(5 <= len(g["ids"]) < 24 for g in result["greedy"])
    return finishes and len(lengths) > 2 and any(len(v) > 1 for v in by_mode.values())


def golden(out, name, make, tokenizer, template, dtype, ends, shard=None, inline=True, **names):
    folder = out / name
    wanted = [tokenizer.token_to_id(e) for e in ends]
    vocabulary = tokenizer.get_vocab()
    # The library shows bytes that are no character as many marks as there are bytes, where the
    # standard says one a character begun: not a difference to test here.
    quiet = [i for t, i in vocabulary.items() if t.startswith("<0x")]
    for seed in range(1, 400):
        model = randomise(make(len(vocabulary)), seed, 0.35, wanted, quiet)
        model.generation_config.eos_token_id = wanted
        model.generation_config.pad_token_id = wanted[0]
        model.config.eos_token_id = wanted if len(wanted) > 1 else wanted[0]
        loaded = save(folder, model, tokenizer, template, dtype, shard, inline, **names)
        kind = type(model)
        single = kind.from_pretrained(folder, dtype=torch.float32).eval()
        exact = kind.from_pretrained(folder, dtype=torch.float64).eval()
        result = expectations(single, exact, loaded, wanted)
        marked = quiet and "\ufffd" in json.dumps(result, ensure_ascii=False)
        if result is not None and instructive(result) and not marked:
            text = json.dumps(result, ensure_ascii=False)
            (folder / "expected.json").write_text(text + "\n")
            size = sum(f.stat().st_size for f in folder.iterdir())
            print(name, "seed", seed, size, "bytes", sorted(f.name for f in folder.iterdir()))
            return
    raise SystemExit(f"{name}: no seed will do")


def main(out):
    llama3 = byte_level(
        LLAMA3_SPLIT,
        ["<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"],
        start="<|begin_of_text|>",
    )
    qwen = byte_level(
        QWEN_SPLIT, ["<|endoftext|>", "<|im_start|>", "<|im_end|>"], normalizers.NFC()
    )
    gpt2 = byte_level(None, ["<|endoftext|>"])
    sentence = pieces(["<unk>", "<s>", "</s>"])
    common = dict(
        hidden_size=32,
        intermediate_size=48,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=128,
    )
    llama3_rope = {
        "rope_type": "llama3",
        "rope_theta": 500.0,
        "factor": 4.0,
        "low_freq_factor": 1.0,
        "high_freq_factor": 4.0,
        "original_max_position_embeddings": 32,
    }
    golden(
        out,
        "llama3",
        lambda v: LlamaForCausalLM(
            LlamaConfig(vocab_size=v, tie_word_embeddings=True, rope_parameters=llama3_rope, **common)
        ),
        llama3,
        LLAMA3_CHAT,
        torch.float32,
        ["<|end_of_text|>", "<|eot_id|>"],
        bos_token="<|begin_of_text|>",
        eos_token="<|eot_id|>",
    )
    golden(
        out,
        "llama-untied",
        lambda v: LlamaForCausalLM(
            LlamaConfig(
                vocab_size=v,
                tie_word_embeddings=False,
                head_dim=12,
                attention_bias=True,
                mlp_bias=True,
                rope_parameters={"rope_type": "linear", "rope_theta": 10000.0, "factor": 2.0},
                **common,
            )
        ),
        sentence,
        INSTRUCT_CHAT,
        torch.bfloat16,
        ["</s>"],
        bos_token="<s>",
        eos_token="</s>",
        unk_token="<unk>",
    )
    golden(
        out,
        "qwen2",
        lambda v: Qwen2ForCausalLM(Qwen2Config(vocab_size=v, tie_word_embeddings=False, **common)),
        qwen,
        CHATML,
        torch.float16,
        ["<|im_end|>"],
        shard="40KB",
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
    )
    golden(
        out,
        "qwen3",
        lambda v: Qwen3ForCausalLM(
            Qwen3Config(
                vocab_size=v,
                tie_word_embeddings=True,
                head_dim=12,
                rope_parameters={"rope_type": "default", "rope_theta": 1000000.0},
                **common,
            )
        ),
        qwen,
        THINKING_CHAT,
        torch.bfloat16,
        ["<|im_end|>"],
        inline=False,
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
    )
    golden(
        out,
        "gpt2",
        lambda v: GPT2LMHeadModel(
            GPT2Config(
                vocab_size=v, n_embd=32, n_layer=2, n_head=4, n_positions=128, bos_token_id=0, eos_token_id=0
            )
        ),
        gpt2,
        None,
        torch.float32,
        ["<|endoftext|>"],
        eos_token="<|endoftext|>",
    )
    golden(
        out,
        "mistral",
        lambda v: MistralForCausalLM(
            MistralConfig(
                vocab_size=v, tie_word_embeddings=False, sliding_window=96, head_dim=8, **common
            )
        ),
        sentence,
        None,
        torch.float16,
        ["</s>"],
        bos_token="<s>",
        eos_token="</s>",
        unk_token="<unk>",
    )


if __name__ == "__main__":
    torch.set_num_threads(1)
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else OUT)
