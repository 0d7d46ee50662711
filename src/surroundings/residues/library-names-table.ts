// Names that belong to a library or a public base and not to one project: whoever builds on them says them.

/** Model types of the transformers library (its folders under src/transformers/models, read in 2024 and 2025), in lower case. */
export const libraryModels: ReadonlySet<string> = new Set(
  `albert align altclip aria audio_spectrogram_transformer auto autoformer aya_vision bamba bark bart barthez bartpho beit bert
bert_generation bert_japanese bertweet big_bird bigbird_pegasus biogpt bit blenderbot blenderbot_small blip blip_2 bloom
bridgetower bros byt5 camembert canine chameleon chinese_clip clap clip clipseg clvp code_llama codegen cohere cohere2
colpali conditional_detr convbert convnext convnextv2 cpm cpmant ctrl cvt dac data2vec dbrx deberta deberta_v2
decision_transformer deepseek_v2 deepseek_v3 deformable_detr deit depth_anything depth_pro detr dialogpt diffllama dinat
dinov2 distilbert dit donut dpr dpt efficientformer efficientnet electra emu3 encodec encoder_decoder ernie ernie_m esm
falcon falcon_mamba fastspeech2_conformer flan_t5 flan_ul2 flaubert flava fnet focalnet fsmt funnel fuyu gemma gemma2 gemma3
git glm glm4 glpn got_ocr2 gpt2 gpt_bigcode gpt_neo gpt_neox gpt_neox_japanese gpt_sw3 gptj granite granite_speech granitemoe
graphormer grounding_dino groupvit helium herbert hiera hubert ibert idefics idefics2 idefics3 ijepa imagegpt informer
instructblip instructblipvideo internvl jamba janus jetmoe jukebox kosmos2 layoutlm layoutlmv2 layoutlmv3 layoutxlm led levit
lilt llama llama2 llama3 llama4 llava llava_next llava_next_video llava_onevision longformer longt5 luke lxmert m2m_100 mamba
mamba2 marian markuplm mask2former maskformer mbart mbart50 mega megatron_bert megatron_gpt2 mgp_str mimi mistral mistral3
mixtral mllama mluke mobilebert mobilenet_v1 mobilenet_v2 mobilevit mobilevitv2 modernbert moonshine moshi mpnet mpt mra mt5
musicgen musicgen_melody mvp myt5 nemotron nezha nllb nllb_moe nougat nystromformer olmo olmo2 olmoe omdet_turbo oneformer
openai opt owlv2 owlvit paligemma patchtsmixer patchtst pegasus pegasus_x perceiver persimmon phi phi3 phi4_multimodal phimoe
phobert pix2struct pixtral plbart poolformer pop2piano prophetnet pvt pvt_v2 qdqbert qwen2 qwen2_5_vl qwen2_audio qwen2_moe
qwen2_vl qwen3 qwen3_moe rag recurrent_gemma reformer regnet rembert resnet retribert roberta roberta_prelayernorm roc_bert
roformer rt_detr rwkv sam seamless_m4t segformer seggpt sew shieldgemma2 siglip siglip2 smolvlm speech_encoder_decoder
speech_to_text speecht5 splinter squeezebert stablelm starcoder2 superglue superpoint swiftformer swin swin2sr swinv2
switch_transformers t5 table_transformer tapas time_series_transformer timesformer timm_backbone timm_wrapper trocr tvlt tvp
udop umt5 unispeech unispeech_sat univnet upernet video_llava videomae vilt vipllava vision_encoder_decoder
vision_text_dual_encoder visual_bert vit vit_mae vit_msn vitdet vitmatte vitpose vits vivit wav2vec2 wav2vec2_bert
wav2vec2_conformer wavlm whisper x_clip xglm xlm xlm_prophetnet xlm_roberta xlm_roberta_xl xlnet xmod yolos yoso zamba zoedepth`
    .split(/\s+/)
    .flatMap((name) => [name, name.replaceAll('_', '')]),
);

/** Parts of class and module names that say what a thing is and not whose. */
export const genericParts =
  /^(?:modeling|configuration|tokenization|processing|image_processing|feature_extraction|convert|modular)_|_(?:fast|(?:(?:vision|text|audio)_)?(?:model|config|encoder|decoder|processor|tokenizer))$|(?:For(?:CausalLM|ConditionalGeneration|SequenceClassification|TokenClassification|QuestionAnswering|MaskedLM|ImageClassification|VisionTextDualEncoding|Vision2Seq)|PreTrainedModel|PreTrainedTokenizer(?:Fast)?|TokenizerFast(?:Wrapper)?|Tokenizer(?:Wrapper)?|ImageProcessor(?:Fast)?|FeatureExtractor|Processor|VisionModel|TextModel|LMHeadModel|DoubleHeadsModel|Vision|Text|Config|Model|Embeddings|Encoder|Decoder|Attention|Layer|Block|Head)$/;

/** Whole names that libraries bring along. */
export const libraryNames: ReadonlySet<string> = new Set(
  `transformers torch torchvision numpy pil pillow timm einops accelerate safetensors huggingface_hub sentencepiece tokenizers
pretrained peft deepspeed flash_attn xformers bitsandbytes auto_gptq pretrainedtokenizer pretrainedtokenizerfast pretrainedmodel
pretrainedconfig automodel autoconfig autotokenizer autoprocessor autoimageprocessor automodelforcausallm
automodelforvision2seq imageprocessor processor config model tokenizer resampler resample projector projection mlp attention
encoder decoder embeddings vision text main dataset trainer utils train eval test inference demo app setup typing math
functools collections copy google facebook metallama huggingface huggingfacem4 openaicommunity bigscience eleutherai laion stabilityai
microsoft nvidia datasets models weights checkpoints pytorch os sys json re warnings logging dataclasses pathlib`.split(
    /\s+/,
  ),
);

/** Holders of library code and public bases, as headers name them; their headers travel with what was built on them. */
export const libraryHolders =
  /hugging\s?face|google|openai|eleuther|meta platforms|facebook|microsoft|nvidia|allen institute|carnegie|stanford crfm|the pytorch|open\s?clip|ross wightman|tri dao|fastai/i;
