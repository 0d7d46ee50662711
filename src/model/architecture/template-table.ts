// The table of published models: the family and the sizes of each, its parameter count, and where they were read.
import { imageTextFamilies } from './image-text-families.ts';
import { olderFamilies } from './older-families.ts';
import { readTemplate } from './read-template.ts';
import type { Template } from './template.ts';
import { textFamilies } from './text-families.ts';
import { visionFamilies } from './vision-families.ts';

/**
 * One model a line: id | model | family | sizes | published parameters | seen | also | alternatives.
 *
 * Sizes: blocks, width, query heads, key-value heads, feed-forward units, vocabulary and, where it is not width / heads,
 * the width of a head; `vision`: blocks, width, units, positions, patch of the vision tower; others by name.
 *
 * Published: the count without or, for models that share their head with the token table, with the head.
 *
 * Seen: `index N`, a published index of the model with this total_size; `count`, the exact parameter count in public
 * sources; `class`, names and shapes held against the model's class in transformers 5.24, of this or another size;
 * `recall`, sizes from memory, found nowhere to be checked.
 *
 * Also: other models of the same names and sizes. Alternatives: sizes that relatives vary. The order is that in which
 * equally good ones are named: the original before what was made from it.
 */
const table = `
llama-7b | LLaMA 7B | llama | 32 4096 32 32 11008 32000 | 6738415616 | index 13476831232, class | Llama 2 7B, Vicuna 7B
llama-13b | LLaMA 13B | llama | 40 5120 40 40 13824 32000 | 13015864320 | index 26031728640, class | Llama 2 13B, Vicuna 13B
llama-33b | LLaMA 33B | llama | 60 6656 52 52 17920 32000 | 32528943616 | index 130115789824, class
llama-65b | LLaMA 65B | llama | 80 8192 64 64 22016 32000 | 65285660672 | count, class
llama-2-70b | Llama 2 70B | llama | 80 8192 64 8 28672 32000 | 68976648192 | count, class
codellama-7b | Code Llama 7B | llama | 32 4096 32 32 11008 32016 | 6738546688 | index 13477101568, count, class
codellama-13b | Code Llama 13B | llama | 40 5120 40 40 13824 32016 | 13016028160 | count, class
codellama-34b | Code Llama 34B | llama | 48 8192 64 8 22016 32000 | 33743970304 | count, class
llama-3-8b | Llama 3 8B | llama | 32 4096 32 8 14336 128256 | 8030261248 | index 16060522496, count, class | Llama 3.1 8B
llama-3-70b | Llama 3 70B | llama | 80 8192 64 8 28672 128256 | 70553706496 | index 141107412992, count, class | Llama 3.1 70B, Llama 3.3 70B
llama-3.1-405b | Llama 3.1 405B | llama | 126 16384 128 8 53248 128256 | 405853388800 | index 811706777600, count, class
llama-3.2-1b | Llama 3.2 1B | llama-tied | 16 2048 32 8 8192 128256 | 1235814400 | count, class
llama-3.2-3b | Llama 3.2 3B | llama-tied | 28 3072 24 8 8192 128256 | 3212749824 | index 6425499648, count, class
open-llama-3b | OpenLLaMA 3B | llama | 26 3200 32 32 8640 32000 | 3426473600 | count, class
tinyllama-1.1b | TinyLlama 1.1B | llama | 22 2048 32 4 5632 32000 | 1100048384 | count, class
smollm-135m | SmolLM 135M | llama-tied | 30 576 9 3 1536 49152 | 134515008 | count, class | SmolLM2 135M
smollm-360m | SmolLM 360M | llama-tied | 32 960 15 5 2560 49152 | 361821120 | count, class | SmolLM2 360M
smollm-1.7b | SmolLM 1.7B | llama-tied | 24 2048 32 32 8192 49152 | 1711376384 | count, class | SmolLM2 1.7B
smollm3-3b | SmolLM3 3B | llama-tied | 36 2048 16 4 11008 128256 | 3075098624 | index 6150197248, count, class
mistral-7b | Mistral 7B v0.1 | llama | 32 4096 32 8 14336 32000 | 7241732096 | index 28966928384, class | Mistral 7B v0.2, Zephyr 7B
mistral-7b-v0.3 | Mistral 7B v0.3 | llama | 32 4096 32 8 14336 32768 | 7248023552 | index 14496047104, count, class
ministral-8b | Ministral 8B | llama | 36 4096 32 8 12288 131072 | 8019808256 | count, class
mistral-nemo-12b | Mistral Nemo 12B | llama | 40 5120 32 8 14336 131072 128 | 12247782400 | index 24495564800, class
mistral-small-22b | Mistral Small 22B | llama | 56 6144 48 8 16384 32768 | 22247282688 | class, recall | Codestral 22B
mistral-small-24b | Mistral Small 24B | llama | 40 5120 32 8 32768 131072 128 | 23572403200 | index 47144806400, count, class
mistral-large-123b | Mistral Large 123B | llama | 88 12288 96 8 28672 32768 | 122610069504 | count, class
yi-6b | Yi 6B | llama | 32 4096 32 4 11008 64000 | 6061035520 | index 12122071040, class | Yi 1.5 6B
yi-9b | Yi 9B | llama | 48 4096 32 4 11008 64000 | 8829407232 | count, class | Yi 1.5 9B
yi-34b | Yi 34B | llama | 60 7168 56 8 20480 64000 | 34388917248 | count, class | Yi 1.5 34B
deepseek-7b | DeepSeek LLM 7B | llama | 30 4096 32 32 11008 102400 | 6910365696 | count, class
deepseek-67b | DeepSeek LLM 67B | llama | 95 8192 64 8 22016 102400 | 67425001472 | index 134850002944, class
deepseek-coder-1.3b | DeepSeek Coder 1.3B | llama | 24 2048 16 16 5504 32256 | 1346471936 | count, class
deepseek-coder-6.7b | DeepSeek Coder 6.7B | llama | 32 4096 32 32 11008 32256 | 6740512768 | index 13481025536, class
deepseek-coder-33b | DeepSeek Coder 33B | llama | 62 7168 56 8 19200 32256 | 33342991360 | index 66685982720, class
falcon3-7b | Falcon3 7B | llama | 28 3072 12 4 23040 131072 256 | 7455550464 | class, recall
falcon3-10b | Falcon3 10B | llama | 40 3072 12 4 23040 131072 256 | 10305653760 | index 20611307520, class
internlm-20b | InternLM 20B | llama | 60 5120 40 40 13824 103168 | 20088714240 | index 40177428480, class
minicpm-2b | MiniCPM 2B | llama-tied | 40 2304 36 36 5760 122753 | 2724880896 | count, class
minicpm-1b | MiniCPM 1B | llama-tied | 52 1536 24 8 3840 73440 | - | class, recall
granite-3-2b | Granite 3.0 2B | llama-tied | 40 2048 32 8 8192 49155 | 2533531648 | count, class | Granite 3.1 2B
granite-3-8b | Granite 3.0 8B | llama-tied | 40 4096 32 8 12800 49155 | 8170848256 | count, class | Granite 3.1 8B
gemma-2b | Gemma 2B | llama-tied | 18 2048 8 1 16384 256000 256 | 2506172416 | index 5012344832, class | Gemma 1.1 2B
gemma-7b | Gemma 7B | llama-tied | 28 3072 16 16 24576 256000 256 | 8537680896 | count, class | Gemma 1.1 7B
gemma-2-2b | Gemma 2 2B | gemma2 | 26 2304 8 4 9216 256000 256 | 2614341888 | index 5228683776, count, class
gemma-2-9b | Gemma 2 9B | gemma2 | 42 3584 16 8 14336 256000 256 | 9241705984 | index 18483411968, class
gemma-2-27b | Gemma 2 27B | gemma2 | 46 4608 32 16 36864 256000 128 | 27227128320 | count, class
gemma-3-270m | Gemma 3 270M | gemma3 | 18 640 4 1 2048 262144 256 | 268098176 | count, class
gemma-3-1b | Gemma 3 1B | gemma3 | 26 1152 4 1 6912 262144 256 | 999885952 | count, class
qwen1.5-0.5b | Qwen1.5 0.5B | qwen2-tied | 24 1024 16 16 2816 151936 | 463987712 | count, class
qwen1.5-1.8b | Qwen1.5 1.8B | qwen2 | 24 2048 16 16 5504 151936 | 1836828672 | class, recall
qwen1.5-4b | Qwen1.5 4B | qwen2 | 40 2560 20 20 6912 151936 | 3950369280 | class, recall
qwen1.5-7b | Qwen1.5 7B | qwen2 | 32 4096 32 32 11008 151936 | 7721324544 | class, recall
qwen1.5-14b | Qwen1.5 14B | qwen2 | 40 5120 40 40 13696 152064 | 14167290880 | index 28334581760, class
qwen1.5-32b | Qwen1.5 32B | qwen2 | 64 5120 40 8 27392 152064 | 32512218112 | count, class
qwen1.5-72b | Qwen1.5 72B | qwen2 | 80 8192 64 64 24576 152064 | 72287920128 | class, recall
qwen1.5-110b | Qwen1.5 110B | qwen2 | 80 8192 64 8 49152 152064 | 111209914368 | class, recall
qwen2-0.5b | Qwen2 0.5B | qwen2-tied | 24 896 14 2 4864 151936 | 494032768 | count, class | Qwen2.5 0.5B
qwen2-1.5b | Qwen2 1.5B | qwen2-tied | 28 1536 12 2 8960 151936 | 1543714304 | count, class | Qwen2.5 1.5B
qwen2-7b | Qwen2 7B | qwen2 | 28 3584 28 4 18944 152064 | 7615616512 | count, class | Qwen2.5 7B, DeepSeek R1 Distill Qwen 7B
qwen2-72b | Qwen2 72B | qwen2 | 80 8192 64 8 29568 152064 | 72706203648 | index 145412407296, class | Qwen2.5 72B
qwen2.5-3b | Qwen2.5 3B | qwen2-tied | 36 2048 16 2 11008 151936 | 3085938688 | count, class
qwen2.5-14b | Qwen2.5 14B | qwen2 | 48 5120 40 8 13824 152064 | 14770033664 | index 29540067328, class
qwen2.5-32b | Qwen2.5 32B | qwen2 | 64 5120 40 8 27648 152064 | 32763876352 | index 65527752704, class | QwQ 32B
qwen3-0.6b | Qwen3 0.6B | qwen3-tied | 28 1024 16 8 3072 151936 128 | 596049920 | count, class
qwen3-1.7b | Qwen3 1.7B | qwen3-tied | 28 2048 16 8 6144 151936 128 | 1720574976 | index 3441149952, count, class
qwen3-4b | Qwen3 4B | qwen3-tied | 36 2560 32 8 9728 151936 128 | 4022468096 | count, class
qwen3-8b | Qwen3 8B | qwen3 | 36 4096 32 8 12288 151936 128 | 8190735360 | count, class
qwen3-14b | Qwen3 14B | qwen3 | 40 5120 40 8 17408 151936 128 | 14768307200 | count, class
qwen3-32b | Qwen3 32B | qwen3 | 64 5120 64 8 25600 151936 128 | 32762123264 | count, class
internlm-7b | InternLM 7B | internlm | 32 4096 32 32 11008 103168 | 7321948160 | index 14643904512
internlm2-1.8b | InternLM2 1.8B | internlm2 | 24 2048 16 8 8192 92544 | 1889110016 | index 3778220032 | InternLM2.5 1.8B
internlm2-7b | InternLM2 7B | internlm2 | 32 4096 32 8 14336 92544 | 7737708544 | index 15475417088 | InternLM2.5 7B
internlm2-20b | InternLM2 20B | internlm2 | 48 6144 48 8 16384 92544 | 19861149696 | recall | InternLM2.5 20B
baichuan-7b | Baichuan 7B | baichuan | 32 4096 32 32 11008 64000 | 7000559616 | count
baichuan-13b | Baichuan 13B | baichuan | 40 5120 40 40 13696 64000 | 13264901120 | recall
baichuan2-7b | Baichuan2 7B | baichuan | 32 4096 32 32 11008 125696 | 7505973248 | recall
baichuan2-13b | Baichuan2 13B | baichuan | 40 5120 40 40 13696 125696 | 13896668160 | recall
chatglm3-6b | ChatGLM3 6B | chatglm | 28 4096 32 2 13696 65024 + rotaryAngles=32 | 6243584000 | index 12487168064, count | ChatGLM2 6B
glm-4-9b | GLM-4 9B | chatglm | 40 4096 32 2 13696 151552 + rotaryAngles=32 | 9399951360 | count
qwen-1.8b | Qwen 1.8B | qwen | 24 2048 16 16 5504 151936 | 1836828672 | recall
qwen-7b | Qwen 7B | qwen | 32 4096 32 32 11008 151936 | 7721324544 | index 15442649088
qwen-14b | Qwen 14B | qwen | 40 5120 40 40 13696 152064 | 14167290880 | recall
qwen-72b | Qwen 72B | qwen | 80 8192 64 64 24576 152064 | 72287920128 | index 144575840256
phi-1.5 | Phi-1.5 | phi2 | 24 2048 32 32 8192 51200 | 1418270720 | count, class | Phi-1
phi-2 | Phi-2 | phi2 | 32 2560 32 32 10240 51200 | 2779683840 | count, class
phi-3-mini | Phi-3 mini | phi3 | 32 3072 32 32 8192 32064 | 3821079552 | index 7642159104, count, class | Phi-3.5 mini
phi-3-medium | Phi-3 medium | phi3 | 40 5120 40 10 17920 32064 | 13960238080 | count, class
phi-4 | Phi-4 | phi3 | 40 5120 40 10 17920 100352 | 14659507200 | count, class
starcoder2-3b | StarCoder2 3B | starcoder2 | 30 3072 24 2 12288 49152 | 3030371328 | class, recall
starcoder2-7b | StarCoder2 7B | starcoder2 | 32 4608 36 4 18432 49152 | 7173923840 | class, recall
starcoder2-15b | StarCoder2 15B | starcoder2 | 40 6144 48 4 24576 49152 | 15957889024 | class, recall
stablelm-3b | StableLM 3B 4E1T | stablelm | 32 2560 32 32 6912 50304 | 2795443200 | class, recall
stablelm-2-1.6b | Stable LM 2 1.6B | stablelm-biased | 24 2048 32 32 5632 100352 | 1644515328 | count, class
olmo-2-7b | OLMo 2 7B | olmo2 | 32 4096 32 32 11008 100352 | 7298617344 | count, class
olmo-2-13b | OLMo 2 13B | olmo2 | 40 5120 40 40 13824 100352 | 13716198400 | count, class
command-r-35b | Command R 35B | command-r | 40 8192 64 64 22528 256000 | 34980831232 | class, recall | Aya 23 35B
aya-23-8b | Aya 23 8B | command-r | 32 4096 32 8 14336 256000 | 8028033024 | count, class | Command R7B
falcon-7b | Falcon 7B | falcon | 32 4544 71 1 18176 65024 | 6921720704 | count, class
falcon-40b | Falcon 40B | falcon-grouped | 60 8192 128 8 32768 65024 | 41303293952 | index 83671941120, class
falcon-180b | Falcon 180B | falcon-grouped | 80 14848 232 8 59392 65024 | 179522565120 | index 359045130240, class
granite-3b-code | Granite Code 3B | llama-biased | 32 2560 32 32 10240 49152 | 3482503680 | index 6965007360
openpangu-7b | openPangu Embedded 7B | internlm | 34 4096 32 8 12800 153376 | 8030887936 | index 16061784576
solar-10.7b | SOLAR 10.7B | llama | 48 4096 32 8 14336 32000 | 10731524096 | count, class
mixtral-8x7b | Mixtral 8x7B | mixtral | 32 4096 32 8 14336 32000 + experts=8 | 46702792704 | count, class
mixtral-8x22b | Mixtral 8x22B | mixtral | 56 6144 48 8 16384 32000 + experts=8 | 140620634112 | index 281241268224, class
qwen1.5-moe-a2.7b | Qwen1.5 MoE A2.7B | qwen2-moe | 24 2048 16 16 1408 151936 + experts=60 sharedUnits=5632 | 14315784192 | count, class
qwen2-57b-a14b | Qwen2 57B A14B | qwen2-moe | 28 3584 28 4 2560 151936 + experts=64 sharedUnits=20480 | 57408658944 | count, class
qwen3-30b-a3b | Qwen3 30B A3B | qwen3-moe | 48 2048 32 4 768 151936 128 + experts=128 | 30532122624 | count, class
qwen3-235b-a22b | Qwen3 235B A22B | qwen3-moe | 94 4096 64 4 1536 151936 128 + experts=128 | 235093634560 | count, class
deepseek-moe-16b | DeepSeek MoE 16B | deepseek-moe | 28 2048 16 16 1408 102400 + experts=64 sharedUnits=2816 dense=1 denseUnits=10944 | 16375728128 | count
deepseek-v2-lite | DeepSeek V2 Lite | deepseek-v2-lite | blocks=27 width=2048 heads=16 units=1408 vocabulary=102400 queryWidth=3072 keyRank=512 rotaryWidth=64 keyValueWidth=4096 valueWidth=2048 experts=64 sharedUnits=2816 dense=1 denseUnits=10944 | 15706484224 | count, class | DeepSeek Coder V2 Lite
deepseek-v2 | DeepSeek V2 | deepseek-v2 | blocks=60 width=5120 heads=128 units=1536 vocabulary=102400 queryRank=1536 queryWidth=24576 keyRank=512 rotaryWidth=64 keyValueWidth=32768 valueWidth=16384 experts=160 sharedUnits=3072 dense=1 denseUnits=12288 | 235741434880 | count, class | DeepSeek V2.5, DeepSeek Coder V2
deepseek-v3 | DeepSeek V3 | deepseek-v3 | blocks=61 width=7168 heads=128 units=2048 vocabulary=129280 queryRank=1536 queryWidth=24576 keyRank=512 rotaryWidth=64 keyValueWidth=32768 valueWidth=16384 experts=256 sharedUnits=2048 dense=3 denseUnits=18432 | 671026419200 | count, class | DeepSeek R1
minicpm3-4b | MiniCPM3 4B | minicpm3 | blocks=62 width=2560 heads=40 units=6400 vocabulary=73448 queryRank=768 queryWidth=3840 keyRank=256 rotaryWidth=32 keyValueWidth=5120 valueWidth=2560 | - | recall
gpt2 | GPT-2 | gpt2 | blocks=12 width=768 units=3072 vocabulary=50257 positions=1024 | 124439808 | count, class | GPT-2 small
gpt2-medium | GPT-2 medium | gpt2 | blocks=24 width=1024 units=4096 vocabulary=50257 positions=1024 | 354823168 | count, class
gpt2-large | GPT-2 large | gpt2 | blocks=36 width=1280 units=5120 vocabulary=50257 positions=1024 | 774030080 | count, class
gpt2-xl | GPT-2 XL | gpt2 | blocks=48 width=1600 units=6400 vocabulary=50257 positions=1024 | 1557611200 | count, class
gpt-j-6b | GPT-J 6B | gptj | blocks=28 width=4096 units=16384 vocabulary=50400 | 6050882784 | count, class
pythia-70m | Pythia 70M | gpt-neox | blocks=6 width=512 units=2048 vocabulary=50304 positions=2048 rotaryAngles=8 | 70426624 | class, recall
pythia-160m | Pythia 160M | gpt-neox | blocks=12 width=768 units=3072 vocabulary=50304 positions=2048 rotaryAngles=8 | 162322944 | count, class
pythia-410m | Pythia 410M | gpt-neox | blocks=24 width=1024 units=4096 vocabulary=50304 positions=2048 rotaryAngles=8 | 405334016 | count, class
pythia-1b | Pythia 1B | gpt-neox | blocks=16 width=2048 units=8192 vocabulary=50304 positions=2048 rotaryAngles=32 | 1011781632 | count, class
pythia-1.4b | Pythia 1.4B | gpt-neox | blocks=24 width=2048 units=8192 vocabulary=50304 positions=2048 rotaryAngles=16 | 1414647808 | count, class
pythia-2.8b | Pythia 2.8B | gpt-neox | blocks=32 width=2560 units=10240 vocabulary=50304 positions=2048 rotaryAngles=10 | 2775208960 | count, class
pythia-6.9b | Pythia 6.9B | gpt-neox | blocks=32 width=4096 units=16384 vocabulary=50432 positions=2048 rotaryAngles=16 | 6857302016 | index 13731385408, count, class | RedPajama INCITE 7B
pythia-12b | Pythia 12B | gpt-neox | blocks=36 width=5120 units=20480 vocabulary=50688 positions=2048 rotaryAngles=16 | 11846072320 | index 23834949960, class
gpt-neox-20b | GPT-NeoX 20B | gpt-neox | blocks=44 width=6144 units=24576 vocabulary=50432 positions=2048 rotaryAngles=12 | 20554567680 | count, class
bloom-560m | BLOOM 560M | bloom | blocks=24 width=1024 units=4096 vocabulary=250880 | 559214592 | count, class | BLOOMZ 560M
bloom-1b1 | BLOOM 1.1B | bloom | blocks=24 width=1536 units=6144 vocabulary=250880 | 1065314304 | count, class | BLOOMZ 1.1B
bloom-1b7 | BLOOM 1.7B | bloom | blocks=24 width=2048 units=8192 vocabulary=250880 | 1722408960 | class, recall | BLOOMZ 1.7B
bloom-3b | BLOOM 3B | bloom | blocks=30 width=2560 units=10240 vocabulary=250880 | 3002557440 | count, class | BLOOMZ 3B
bloom-7b1 | BLOOM 7.1B | bloom | blocks=30 width=4096 units=16384 vocabulary=250880 | 7069016064 | count, class | BLOOMZ 7.1B
bloom-176b | BLOOM 176B | bloom | blocks=70 width=14336 units=57344 vocabulary=250880 | 176247271424 | index 352494542848, count, class | BLOOMZ 176B
opt-125m | OPT 125M | opt | blocks=12 width=768 units=3072 vocabulary=50272 positions=2050 | 125239296 | count, class
opt-1.3b | OPT 1.3B | opt | blocks=24 width=2048 units=8192 vocabulary=50272 positions=2050 | 1315758080 | class, recall
opt-2.7b | OPT 2.7B | opt | blocks=32 width=2560 units=10240 vocabulary=50272 positions=2050 | 2651596800 | class, recall
opt-6.7b | OPT 6.7B | opt | blocks=32 width=4096 units=16384 vocabulary=50272 positions=2050 | 6658473984 | class, recall
opt-13b | OPT 13B | opt | blocks=40 width=5120 units=20480 vocabulary=50272 positions=2050 | 12853473280 | class, recall
opt-30b | OPT 30B | opt | blocks=48 width=7168 units=28672 vocabulary=50272 positions=2050 | 29974540288 | class, recall
opt-66b | OPT 66B | opt | blocks=64 width=9216 units=36864 vocabulary=50272 positions=2050 | - | class, recall
mpt-7b | MPT 7B | mpt | blocks=32 width=4096 units=16384 vocabulary=50432 | 6649286656 | index 13298573312, class
mpt-30b | MPT 30B | mpt | blocks=48 width=7168 units=28672 vocabulary=50432 | - | class, recall
bert-base-uncased | BERT base uncased | bert | blocks=12 width=768 units=3072 vocabulary=30522 positions=512 tokenTypes=2 | 109482240 | count, class
bert-large-uncased | BERT large uncased | bert | blocks=24 width=1024 units=4096 vocabulary=30522 positions=512 tokenTypes=2 | 335141888 | count, class
bert-base-cased | BERT base cased | bert | blocks=12 width=768 units=3072 vocabulary=28996 positions=512 tokenTypes=2 | 108310272 | class, recall
bert-base-multilingual | BERT base multilingual cased | bert | blocks=12 width=768 units=3072 vocabulary=119547 positions=512 tokenTypes=2 | 177853440 | class, recall
bert-base-chinese | BERT base Chinese | bert | blocks=12 width=768 units=3072 vocabulary=21128 positions=512 tokenTypes=2 | 102267648 | class, recall
minilm-l6 | all-MiniLM-L6-v2 | bert | blocks=6 width=384 units=1536 vocabulary=30522 positions=512 tokenTypes=2 | 22713216 | count, class
roberta-base | RoBERTa base | bert | blocks=12 width=768 units=3072 vocabulary=50265 positions=514 tokenTypes=1 | 124645632 | count, class
roberta-large | RoBERTa large | bert | blocks=24 width=1024 units=4096 vocabulary=50265 positions=514 tokenTypes=1 | 355359744 | count, class
xlm-roberta-base | XLM-RoBERTa base | bert | blocks=12 width=768 units=3072 vocabulary=250002 positions=514 tokenTypes=1 | 278043648 | class, recall
xlm-roberta-large | XLM-RoBERTa large | bert | blocks=24 width=1024 units=4096 vocabulary=250002 positions=514 tokenTypes=1 | 559890432 | count, class
bge-m3 | BGE M3 | bert | blocks=24 width=1024 units=4096 vocabulary=250002 positions=8194 tokenTypes=1 | 567754752 | count, class
distilbert-base | DistilBERT base uncased | distilbert | blocks=6 width=768 units=3072 vocabulary=30522 positions=512 | 66362880 | count, class
t5-small | T5 small | t5 | blocks=6 width=512 heads=8 headWidth=64 queryWidth=512 units=2048 vocabulary=32128 buckets=32 | 60506624 | count, class
t5-base | T5 base | t5 | blocks=12 width=768 heads=12 headWidth=64 queryWidth=768 units=3072 vocabulary=32128 buckets=32 | 222903552 | class, recall
t5-large | T5 large | t5 | blocks=24 width=1024 heads=16 headWidth=64 queryWidth=1024 units=4096 vocabulary=32128 buckets=32 | 737668096 | count, class
t5-3b | T5 3B | t5 | blocks=24 width=1024 heads=32 headWidth=128 queryWidth=4096 units=16384 vocabulary=32128 buckets=32 | 2851598336 | class, recall
t5-11b | T5 11B | t5 | blocks=24 width=1024 heads=128 headWidth=128 queryWidth=16384 units=65536 vocabulary=32128 buckets=32 | 11307321344 | count, class
flan-t5-small | Flan-T5 small | t5-gated | blocks=8 width=512 heads=6 headWidth=64 queryWidth=384 units=1024 vocabulary=32128 buckets=32 | 76961152 | class, recall
flan-t5-base | Flan-T5 base | t5-gated | blocks=12 width=768 heads=12 headWidth=64 queryWidth=768 units=2048 vocabulary=32128 buckets=32 | 247577856 | count, class
flan-t5-large | Flan-T5 large | t5-gated | blocks=24 width=1024 heads=16 headWidth=64 queryWidth=1024 units=2816 vocabulary=32128 buckets=32 | 783150080 | class, recall
flan-t5-xl | Flan-T5 XL | t5-gated | blocks=24 width=2048 heads=32 headWidth=64 queryWidth=2048 units=5120 vocabulary=32128 buckets=32 | 2849757184 | class, recall
flan-t5-xxl | Flan-T5 XXL | t5-gated | blocks=24 width=4096 heads=64 headWidth=64 queryWidth=4096 units=10240 vocabulary=32128 buckets=32 | 11135332352 | count, class
clip-vit-b32 | CLIP ViT-B/32 | clip | vision 12 768 3072 50 32 + blocks=12 width=512 units=2048 vocabulary=49408 positions=77 shared=512 | 151277313 | count, class
clip-vit-b16 | CLIP ViT-B/16 | clip | vision 12 768 3072 197 16 + blocks=12 width=512 units=2048 vocabulary=49408 positions=77 shared=512 | 149620737 | count, class
clip-vit-l14 | CLIP ViT-L/14 | clip | vision 24 1024 4096 257 14 + blocks=12 width=768 units=3072 vocabulary=49408 positions=77 shared=768 | 427616513 | count, class
clip-vit-l14-336 | CLIP ViT-L/14 336 | clip | vision 24 1024 4096 577 14 + blocks=12 width=768 units=3072 vocabulary=49408 positions=77 shared=768 | 427944193 | class, recall
siglip-base-224 | SigLIP base patch16 224 | siglip | vision 12 768 3072 196 16 + blocks=12 width=768 units=3072 vocabulary=32000 positions=64 | 203155970 | count, class
siglip-so400m-384 | SigLIP so400m patch14 384 | siglip | vision 27 1152 4304 729 14 + blocks=27 width=1152 units=4304 vocabulary=32000 positions=64 | 877960498 | count, class
siglip-so400m-980 | SigLIP so400m patch14 980 tower | siglip-tower | blocks=27 width=1152 units=4304 positions=4900 patch=14 | 417792240 | count |  | blocks 26 27; positions 729 1024 4900
vit-base-16-224 | ViT-B/16 224 | vit | blocks=12 width=768 units=3072 positions=197 patch=16 labels=1000 | 86567656 | count
vit-large-16-224 | ViT-L/16 224 | vit | blocks=24 width=1024 units=4096 positions=197 patch=16 labels=1000 | 304326632 | recall
dinov2-small | DINOv2 small | dinov2 | blocks=12 width=384 units=1536 positions=1370 patch=14 | 22056576 | recall
dinov2-base | DINOv2 base | dinov2 | blocks=12 width=768 units=3072 positions=1370 patch=14 | 86580480 | recall
dinov2-large | DINOv2 large | dinov2 | blocks=24 width=1024 units=4096 positions=1370 patch=14 | 304368640 | count
whisper-tiny | Whisper tiny | whisper | blocks=4 decoder.blocks=4 width=384 units=1536 bands=80 frames=1500 positions=448 vocabulary=51865 | 37760640 | class, recall
whisper-base | Whisper base | whisper | blocks=6 decoder.blocks=6 width=512 units=2048 bands=80 frames=1500 positions=448 vocabulary=51865 | 72593920 | class, recall
whisper-small | Whisper small | whisper | blocks=12 decoder.blocks=12 width=768 units=3072 bands=80 frames=1500 positions=448 vocabulary=51865 | 241734912 | count, class
whisper-medium | Whisper medium | whisper | blocks=24 decoder.blocks=24 width=1024 units=4096 bands=80 frames=1500 positions=448 vocabulary=51865 | 763857920 | count, class
whisper-large-v2 | Whisper large v2 | whisper | blocks=32 decoder.blocks=32 width=1280 units=5120 bands=80 frames=1500 positions=448 vocabulary=51865 | 1543304960 | count, class | Whisper large
whisper-large-v3 | Whisper large v3 | whisper | blocks=32 decoder.blocks=32 width=1280 units=5120 bands=128 frames=1500 positions=448 vocabulary=51866 | 1543490560 | count, class
whisper-turbo | Whisper large v3 turbo | whisper | blocks=32 decoder.blocks=4 width=1280 units=5120 bands=128 frames=1500 positions=448 vocabulary=51866 | 808878080 | count, class
llava-1.5-7b | LLaVA 1.5 7B | llava | 32 4096 32 32 11008 32064 + vision 24 1024 4096 577 14 | 7063427072 | count, class
llava-1.5-13b | LLaVA 1.5 13B | llava | 40 5120 40 40 13824 32064 + vision 24 1024 4096 577 14 | - | class, recall
paligemma-3b-224 | PaliGemma 3B 224 | paligemma | 18 2048 8 1 16384 257216 256 + vision 27 1152 4304 256 14 | 2923466480 | count, class |  | vision.positions 256 1024 4096
gemma-3-4b | Gemma 3 4B | gemma3-vision | 34 2560 8 4 10240 262208 256 + vision 27 1152 4304 4096 14 | 4300079472 | count, class
gemma-3-12b | Gemma 3 12B | gemma3-vision | 48 3840 16 8 15360 262208 256 + vision 27 1152 4304 4096 14 | 12187325040 | count, class
gemma-3-27b | Gemma 3 27B | gemma3-vision | 62 5376 32 16 21504 262208 128 + vision 27 1152 4304 4096 14 | 27432406640 | index 54864813280, class
idefics2-8b | Idefics2 8B | idefics2 | 32 4096 32 8 14336 32003 + vision 27 1152 4304 4900 14 + queries=64 projector.blocks=3 projector.queryWidth=1536 projector.keyWidth=384 projector.units=16384 | 8402768112 | class, recall
qwen2-vl-2b | Qwen2-VL 2B | qwen2-vl-tied | 28 1536 12 2 8960 151936 + vision.blocks=32 vision.width=1280 vision.units=5120 vision.patch=14 | 2208985600 | count, class
qwen2-vl-7b | Qwen2-VL 7B | qwen2-vl | 28 3584 28 4 18944 152064 + vision.blocks=32 vision.width=1280 vision.units=5120 vision.patch=14 | 8291375616 | index 16582751232, class
qwen2-vl-72b | Qwen2-VL 72B | qwen2-vl | 80 8192 64 8 29568 152064 + vision.blocks=32 vision.width=1280 vision.units=5120 vision.patch=14 | 73405560320 | count, class
qwen2.5-vl-3b | Qwen2.5-VL 3B | qwen2.5-vl-tied | 36 2048 16 2 11008 151936 + vision.blocks=32 vision.width=1280 vision.units=3420 vision.patch=14 | 3754622976 | count, class
qwen2.5-vl-7b | Qwen2.5-VL 7B | qwen2.5-vl | 28 3584 28 4 18944 152064 + vision.blocks=32 vision.width=1280 vision.units=3420 vision.patch=14 | 8292166656 | class, recall
qwen2.5-vl-32b | Qwen2.5-VL 32B | qwen2.5-vl | 64 5120 40 8 27648 152064 + vision.blocks=32 vision.width=1280 vision.units=3456 vision.patch=14 | 33452718336 | count, class
qwen2.5-vl-72b | Qwen2.5-VL 72B | qwen2.5-vl | 80 8192 64 8 29568 152064 + vision.blocks=32 vision.width=1280 vision.units=3456 vision.patch=14 | 73410777344 | class, recall
internvl2-1b | InternVL2 1B | internvl2-qwen2 | 24 896 14 2 4864 151655 + vision 24 1024 4096 1025 14 | 938158976 | recall
internvl2-2b | InternVL2 2B | internvl2-internlm2 | 24 2048 16 8 8192 92553 + vision 24 1024 4096 1025 14 | 2205754368 | count
internvl2-4b | InternVL2 4B | internvl2-phi3 | 32 3072 32 32 8192 32020 + vision 24 1024 4096 1025 14 | - | recall
internvl2-8b | InternVL2 8B | internvl2-internlm2 | 32 4096 32 8 14336 92553 + vision 24 1024 4096 1025 14 | 8075365376 | count
minicpm-v-2 | MiniCPM-V 2.0 | minicpm-v-2 | 40 2304 36 36 5760 122753 + vision 26 1152 4304 729 14 + queries=64 | 3434965792 | index 6869931584 |  | queries 64 96; vision.positions 729 1024 4900; vision.blocks 26 27
minicpm-llama3-v-2.5 | MiniCPM-Llama3-V 2.5 | minicpm-llama3-v | 32 4096 32 8 14336 128256 + vision 27 1152 4304 4900 14 + queries=96 | 8537092336 | index 34148369344 |  | queries 64 96; vision.positions 729 1024 4900; vision.blocks 26 27
minicpm-v-2.6 | MiniCPM-V 2.6 | minicpm-v-2.6 | 28 3584 28 4 18944 151666 + vision 27 1152 4304 4900 14 + queries=64 | 8099175152 | index 16198350304 |  | queries 64 96; vision.positions 729 1024 4900; vision.blocks 26 27
`;

const families = new Map(
  [...textFamilies, ...olderFamilies, ...visionFamilies, ...imageTextFamilies].map((family) => [family.id, family]),
);

export const templates: readonly Template[] = table
  .trim()
  .split('\n')
  .map((line) => readTemplate(line, families));
