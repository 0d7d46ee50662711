// Added tokens of public tokenizers, one row each: the background against which shared ones are weighed.

export interface PublicTokenizer {
  /** Repository and path, as they stood in November 2026. */
  readonly source: string;
  /** Modules and classes that its class map names, blank-separated; absent where it has none. */
  readonly autoMap?: string;
  /** Added tokens but for places reserved for others, the first eighty. */
  readonly added: readonly (readonly [id: number, content: string])[];
}

/** A number, a blank and the token on each line. */
function tokens(lines: string): readonly (readonly [number, string])[] {
  if (lines === '') return [];
  return lines.split('\n').map((line) => {
    const cut = line.indexOf(' ');
    return [Number(line.slice(0, cut)), line.slice(cut + 1)];
  });
}

/** The copy of MiniCPM-Llama3-V 2.5's own tokenizer in the founding case is left out: it is what is weighed. */
export const publicTokenizers: readonly PublicTokenizer[] = [
  {
    source: '0su0su0/BORA-1.1B-A0.4B:tokenizer_config.json',
    added: tokens(
      '0 <pad>\n1 <s>\n2 </s>\n3 <unk>\n4 <|mask|>\n134 \u2581\u2581\n135 \u2581\u2581\u2581\n136 \u2581\u2581\u2581\u2581\n137 \u2581\u2581\u2581\u2581\u2581\n138 \u2581\u2581\u2581\u2581\u2581\u2581\n139 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\n140 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n141 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n142 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n143 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n144 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n145 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n146 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n147 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n148 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n149 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n150 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n151 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n152 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n153 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n154 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n155 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n156 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n32085 <|START|>\n32086 <|END|>\n32087 <|role_start|>\n32088 <|role_end|>\n32089 <tool_start>\n32090 <tool_end>\n32091 <tools>\n32092 </tools>\n32093 <tool_call>\n32094 </tool_call>\n32095 <think>\n32096 </think>\n32097 \u00b7\n32098 <|tool_1|>\n32099 <|tool_2|>\n32100 <|tool_3|>\n32101 <|tool_4|>\n32102 <|tool_5|>\n32103 <|tool_6|>\n32104 <|tool_7|>\n32105 <|tool_8|>\n32106 <|tool_9|>\n32107 <|tool_10|>\n32108 <|tool_11|>\n32109 <|tool_12|>\n32110 <|tool_13|>\n32111 <|tool_14|>\n32112 <|tool_15|>\n32113 <|tool_16|>\n32114 <|tool_17|>\n32115 <|tool_18|>\n32116 <|tool_19|>\n32117 <|tool_20|>',
    ),
  },
  {
    source: '1235357/Backup_hf_sakura-14b-qwen2.5-v1.0-q6k:tokenizer_config.json',
    added: tokens(
      '151643 <|endoftext|>\n151644 <|im_start|>\n151645 <|im_end|>\n151646 <|object_ref_start|>\n151647 <|object_ref_end|>\n151648 <|box_start|>\n151649 <|box_end|>\n151650 <|quad_start|>\n151651 <|quad_end|>\n151652 <|vision_start|>\n151653 <|vision_end|>\n151654 <|vision_pad|>\n151655 <|image_pad|>\n151656 <|video_pad|>\n151657 <tool_call>\n151658 </tool_call>\n151663 <|repo_name|>\n151664 <|file_sep|>',
    ),
  },
  {
    source: '1rin/openllama-chinese-english-3b:tokenizer_config.json',
    added: tokens('0 <unk>\n1 <s>\n2 </s>\n32000 [PAD]'),
  },
  {
    source: 'alibaba/Logics-Thinking:model/tokenizer_config.json',
    added: tokens(
      '151643 <|endoftext|>\n151644 <|im_start|>\n151645 <|im_end|>\n151646 <|object_ref_start|>\n151647 <|object_ref_end|>\n151648 <|box_start|>\n151649 <|box_end|>\n151650 <|quad_start|>\n151651 <|quad_end|>\n151652 <|vision_start|>\n151653 <|vision_end|>\n151654 <|vision_pad|>\n151655 <|image_pad|>\n151656 <|video_pad|>\n151657 <tool_call>\n151658 </tool_call>\n151663 <|repo_name|>\n151664 <|file_sep|>\n151665 <tool_response>\n151666 </tool_response>\n151667 <think>\n151668 </think>',
    ),
  },
  {
    source: 'Alikhan13r/falcon-180B-chat:tokenizer_config.json',
    added: tokens(
      '0 >>TITLE<<\n1 >>ABSTRACT<<\n2 >>INTRODUCTION<<\n3 >>SUMMARY<<\n4 >>COMMENT<<\n5 >>ANSWER<<\n6 >>QUESTION<<\n7 >>DOMAIN<<\n8 >>PREFIX<<\n9 >>SUFFIX<<\n10 >>MIDDLE<<\n11 <|endoftext|>',
    ),
  },
  {
    source: 'amansingh61/bloom:tokenizer_config.json',
    added: tokens(''),
  },
  {
    source: 'AnalystTom/Next2-Hackathon-Technical-interview-helper:lora_model/tokenizer_config.json',
    added: tokens(
      '128000 <|begin_of_text|>\n128001 <|end_of_text|>\n128004 <|finetune_right_pad_id|>\n128006 <|start_header_id|>\n128007 <|end_header_id|>\n128008 <|eom_id|>\n128009 <|eot_id|>\n128010 <|python_tag|>',
    ),
  },
  {
    source: 'ananddhanabal/gemma:tokenizer_config.json',
    added: tokens('0 <pad>\n1 <eos>\n2 <bos>\n3 <unk>\n106 <start_of_turn>\n107 <end_of_turn>'),
  },
  {
    source: 'AnasMSN/PhoneLM-extended:tokenizer/tokenizer_config.json',
    added: tokens(
      '0 <|endoftext|>\n1 <|im_start|>\n2 <|im_end|>\n3 <repo_name>\n4 <reponame>\n5 <file_sep>\n6 <filename>\n7 <gh_stars>\n8 <issue_start>\n9 <issue_comment>\n10 <issue_closed>\n11 <jupyter_start>\n12 <jupyter_text>\n13 <jupyter_code>\n14 <jupyter_output>\n15 <jupyter_script>\n16 <empty_output>',
    ),
  },
  {
    source: 'AnkitTsj/rhymer:final_model/tokenizer_config.json',
    added: tokens('0 <unk>\n1 <s>\n2 </s>'),
  },
  {
    source: 'aravadikesh/MedQA_DPO:gemma_med_dpo_adapter/tokenizer_config.json',
    added: tokens(
      '0 <pad>\n1 <eos>\n2 <bos>\n3 <unk>\n4 <mask>\n5 [multimodal]\n105 <start_of_turn>\n106 <end_of_turn>\n138 \u2581\u2581\n139 \u2581\u2581\u2581\n140 \u2581\u2581\u2581\u2581\n141 \u2581\u2581\u2581\u2581\u2581\n142 \u2581\u2581\u2581\u2581\u2581\u2581\n143 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\n144 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n145 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n146 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n147 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n148 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n149 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n150 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n151 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n152 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n153 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n154 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n155 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n156 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n157 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n158 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n159 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n160 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n161 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n162 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n163 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n164 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n165 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n166 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n167 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n168 <table>\n169 <caption>\n170 <thead>\n171 <tbody>\n172 <tfoot>\n173 <tr>\n174 <th>\n175 <td>\n176 </table>\n177 </caption>\n178 </thead>\n179 </tbody>\n180 </tfoot>\n181 </tr>\n182 </th>\n183 </td>\n184 <h1>\n185 <h2>\n186 <h3>\n187 <h4>\n188 <h5>\n189 <h6>\n190 <blockquote>\n191 </h1>\n192 </h2>\n193 </h3>\n194 </h4>\n195 </h5>\n196 </h6>\n197 </blockquote>\n198 <strong>\n199 <em>\n200 <b>\n201 <i>\n202 <u>\n203 <s>\n204 <sub>\n205 <sup>\n206 <code>\n207 </strong>\n208 </em>\n209 </b>',
    ),
  },
  {
    source: 'ashishn-08/granite-3b-code-instruct-128k:tokenizer_config.json',
    added: tokens(
      '0 <|endoftext|>\n5 <filename>\n6 <gh_stars>\n7 <issue_start>\n8 <issue_comment>\n9 <issue_closed>\n10 <jupyter_start>\n11 <jupyter_text>\n12 <jupyter_code>\n13 <jupyter_output>\n14 <empty_output>\n15 <commit_before>\n16 <commit_msg>\n17 <commit_after>\n18 <reponame>',
    ),
  },
  {
    source: 'ashwiinn418/Financial-Assistant:final_model/tokenizer_config.json',
    added: tokens(
      '0 <unk>\n1 <s>\n2 </s>\n3 [INST]\n4 [/INST]\n5 [TOOL_CALLS]\n6 [AVAILABLE_TOOLS]\n7 [/AVAILABLE_TOOLS]\n8 [TOOL_RESULTS]\n9 [/TOOL_RESULTS]\n10 [control_8]\n11 [control_9]\n12 [control_10]\n13 [control_11]\n14 [control_12]\n15 [control_13]\n16 [control_14]\n17 [control_15]\n18 [control_16]\n19 [control_17]\n20 [control_18]\n21 [control_19]\n22 [control_20]\n23 [control_21]\n24 [control_22]\n25 [control_23]\n26 [control_24]\n27 [control_25]\n28 [control_26]\n29 [control_27]\n30 [control_28]\n31 [control_29]\n32 [control_30]\n33 [control_31]\n34 [control_32]\n35 [control_33]\n36 [control_34]\n37 [control_35]\n38 [control_36]\n39 [control_37]\n40 [control_38]\n41 [control_39]\n42 [control_40]\n43 [control_41]\n44 [control_42]\n45 [control_43]\n46 [control_44]\n47 [control_45]\n48 [control_46]\n49 [control_47]\n50 [control_48]\n51 [control_49]\n52 [control_50]\n53 [control_51]\n54 [control_52]\n55 [control_53]\n56 [control_54]\n57 [control_55]\n58 [control_56]\n59 [control_57]\n60 [control_58]\n61 [control_59]\n62 [control_60]\n63 [control_61]\n64 [control_62]\n65 [control_63]\n66 [control_64]\n67 [control_65]\n68 [control_66]\n69 [control_67]\n70 [control_68]\n71 [control_69]\n72 [control_70]\n73 [control_71]\n74 [control_72]\n75 [control_73]\n76 [control_74]\n77 [control_75]\n78 [control_76]\n79 [control_77]',
    ),
  },
  {
    source: 'Avent-IQ/pythia-410m:tokenizer_config.json',
    added: tokens('0 <|endoftext|>\n1 <|padding|>\n50277 [PAD]'),
  },
  {
    source: 'Ayush2006128/mithoon-2b:tokenizer_config.json',
    added: tokens(
      '0 <pad>\n1 <eos>\n2 <bos>\n3 <unk>\n4 <mask>\n5 <2mass>\n6 [@BOS@]\n106 <start_of_turn>\n107 <end_of_turn>\n139 \u2581\u2581\n140 \u2581\u2581\u2581\n141 \u2581\u2581\u2581\u2581\n142 \u2581\u2581\u2581\u2581\u2581\n143 \u2581\u2581\u2581\u2581\u2581\u2581\n144 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\n145 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n146 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n147 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n148 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n149 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n150 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n151 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n152 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n153 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n154 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n155 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n156 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n157 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n158 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n159 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n160 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n161 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n162 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n163 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n164 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n165 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n166 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n167 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n168 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n169 <table>\n170 <caption>\n171 <thead>\n172 <tbody>\n173 <tfoot>\n174 <tr>\n175 <th>\n176 <td>\n177 </table>\n178 </caption>\n179 </thead>\n180 </tbody>\n181 </tfoot>\n182 </tr>\n183 </th>\n184 </td>\n185 <h1>\n186 <h2>\n187 <h3>\n188 <h4>\n189 <h5>\n190 <h6>\n191 <blockquote>\n192 </h1>\n193 </h2>\n194 </h3>\n195 </h4>\n196 </h5>\n197 </h6>\n198 </blockquote>\n199 <strong>\n200 <em>\n201 <b>\n202 <i>\n203 <u>\n204 <s>\n205 <sub>\n206 <sup>\n207 <code>\n208 </strong>\n209 </em>',
    ),
  },
  {
    source: 'bacoco/Phi-2:tokenizer_config.json',
    added: tokens('50256 <|endoftext|>'),
  },
  {
    source: 'bjornerikkorum/RUTERGPT13B:tokenizer_config.json',
    added: tokens('0 <unk>\n1 <s>\n2 </s>'),
  },
  {
    source: 'BrianYAU-NTEC/olmOCR:tokenizer_config.json',
    added: tokens(
      '151643 <|endoftext|>\n151644 <|im_start|>\n151645 <|im_end|>\n151646 <|object_ref_start|>\n151647 <|object_ref_end|>\n151648 <|box_start|>\n151649 <|box_end|>\n151650 <|quad_start|>\n151651 <|quad_end|>\n151652 <|vision_start|>\n151653 <|vision_end|>\n151654 <|vision_pad|>\n151655 <|image_pad|>\n151656 <|video_pad|>',
    ),
  },
  {
    source: 'bryce-hoehn/Qwen3.5-18B-REAP-A3B-Coding:tokenizer_config.json',
    added: tokens(''),
  },
  {
    source: 'bryce-hoehn/Qwen3.5-25B-REAP-A3B-Coding:tokenizer_config.json',
    added: tokens(''),
  },
  {
    source: 'CNMagicturtle/vincuna-13b:tokenizer_config.json',
    added: tokens(''),
  },
  {
    source: 'CogniX-LTD/Cogni-OpenModel:tokenizer_config.json',
    added: tokens(
      '128000 <|begin_of_text|>\n128001 <|end_of_text|>\n128004 <|finetune_right_pad_id|>\n128006 <|start_header_id|>\n128007 <|end_header_id|>\n128008 <|eom_id|>\n128009 <|eot_id|>\n128010 <|python_tag|>',
    ),
  },
  {
    source: 'colorfulandcjy0806/cjy_chat:tokenizer_config.json',
    autoMap: 'tokenization_internlm2.InternLM2Tokenizer tokenization_internlm2_fast.InternLM2TokenizerFast',
    added: tokens(
      '0 <unk>\n1 <s>\n2 </s>\n92538 <|plugin|>\n92539 <|interpreter|>\n92540 <|action_end|>\n92541 <|action_start|>\n92542 <|im_end|>\n92543 <|im_start|>',
    ),
  },
  {
    source: 'Danvin-44/FS8B-finetuned:fs8b-nist-finetuned/tokenizer_config.json',
    added: tokens(
      '128000 <|begin_of_text|>\n128001 <|end_of_text|>\n128004 <|finetune_right_pad_id|>\n128006 <|start_header_id|>\n128007 <|end_header_id|>\n128008 <|eom_id|>\n128009 <|eot_id|>\n128010 <|python_tag|>\n128256 [BIB_REF]\n128257 [/BIB_REF]\n128258 [FIG_REF]\n128259 [/FIG_REF]\n128260 [TABLE_REF]\n128261 [/TABLE_REF]\n128262 [FORMULA]\n128263 [/FORMULA]',
    ),
  },
  {
    source: 'David2020525/llm:tokenizer_config.json',
    added: tokens(''),
  },
  {
    source: 'Decentralised-AI/falcon-40b:tokenizer_config.json',
    added: tokens(
      '0 >>TITLE<<\n1 >>ABSTRACT<<\n2 >>INTRODUCTION<<\n3 >>SUMMARY<<\n4 >>COMMENT<<\n5 >>ANSWER<<\n6 >>QUESTION<<\n7 >>DOMAIN<<\n8 >>PREFIX<<\n9 >>SUFFIX<<\n10 >>MIDDLE<<\n11 <|endoftext|>',
    ),
  },
  {
    source: 'Decentralised-AI/WizardCoder-15B-1.0-GPTQ:tokenizer_config.json',
    added: tokens(
      '0 <|endoftext|>\n5 <filename>\n6 <gh_stars>\n7 <issue_start>\n8 <issue_comment>\n9 <issue_closed>\n10 <jupyter_start>\n11 <jupyter_text>\n12 <jupyter_code>\n13 <jupyter_output>\n14 <empty_output>\n15 <commit_before>\n16 <commit_msg>\n17 <commit_after>\n18 <reponame>\n49152 [PAD]',
    ),
  },
  {
    source: 'delsakov/mcp_tests:tokenizer_config.json',
    added: tokens(''),
  },
  {
    source: 'DEVELOPERYUMIN/GeM2-14B-Korean-RAG-QLoRA:tokenizer_config.json',
    added: tokens(
      '0 <|pad|>\n1 <|begin_of_text|>\n2 <|end_of_text|>\n5 <|eot_id|>\n6 <|start_header_id|>\n7 <|end_header_id|>',
    ),
  },
  {
    source: 'drcege/RedPajama-INCITE-7B-Base:tokenizer_config.json',
    added: tokens('0 <|endoftext|>\n1 <|padding|>'),
  },
  {
    source: 'emotibot-inc/Zhuzhi-6B:tokenizer_config.json',
    autoMap: 'tokenization_chatglm.ChatGLMTokenizer',
    added: tokens(''),
  },
  {
    source: 'Evilcarbon/DeepSeek-R1-Distill-Qwen-32B:tokenizer_config.json',
    added: tokens(''),
  },
  {
    source: 'fetchwiki/deepcogito-cogito-v1-preview-qwen-14B:tokenizer_config.json',
    added: tokens(
      '151643 <|endoftext|>\n151644 <|im_start|>\n151645 <|im_end|>\n151646 <|object_ref_start|>\n151647 <|object_ref_end|>\n151648 <|box_start|>\n151649 <|box_end|>\n151650 <|quad_start|>\n151651 <|quad_end|>\n151652 <|vision_start|>\n151653 <|vision_end|>\n151654 <|vision_pad|>\n151655 <|image_pad|>\n151656 <|video_pad|>\n151657 <tool_call>\n151658 </tool_call>\n151663 <|repo_name|>\n151664 <|file_sep|>',
    ),
  },
  {
    source: 'FoobarProtocol/dw-about-it:tokenizer_config.json',
    added: tokens('50256 <|endoftext|>'),
  },
  {
    source: 'gapul/subtitle2comments:final_model/tokenizer_config.json',
    added: tokens('0 <unk>\n1 <s>\n2 </s>\n3 [PAD]\n4 [CLS]\n5 [SEP]\n6 [MASK]'),
  },
  {
    source: 'gmars/CodeFuse-CodeLlama-34B:tokenizer_config.json',
    added: tokens('0 <unk>\n1 <s>\n2 </s>'),
  },
  {
    source: 'grahama1970/unsloth_wip:lora_model/tokenizer_config.json',
    added: tokens(
      '0 <unk>\n1 <s>\n2 </s>\n32000 <|endoftext|>\n32001 <|assistant|>\n32002 <|placeholder1|>\n32003 <|placeholder2|>\n32004 <|placeholder3|>\n32005 <|placeholder4|>\n32006 <|system|>\n32007 <|end|>\n32008 <|placeholder5|>\n32009 <|placeholder6|>\n32010 <|user|>',
    ),
  },
  {
    source: 'GriffinDevelopments/TraXLMistraLForCausalLM:tokenizer_config.json',
    added: tokens('50256 <|endoftext|>'),
  },
  {
    source: 'gsasouza/dolphin3-mistral:tokenizer_config.json',
    added: tokens(
      '0 <unk>\n1 <s>\n2 </s>\n3 [INST]\n4 [/INST]\n5 [AVAILABLE_TOOLS]\n6 [/AVAILABLE_TOOLS]\n7 [TOOL_RESULTS]\n8 [/TOOL_RESULTS]\n9 [TOOL_CALLS]\n10 [IMG]\n11 <pad>\n12 [IMG_BREAK]\n13 [IMG_END]\n14 [PREFIX]\n15 [MIDDLE]\n16 [SUFFIX]\n17 [SYSTEM_PROMPT]\n18 [/SYSTEM_PROMPT]\n19 [TOOL_CONTENT]\n131072 <|im_end|>\n131073 <|im_start|>',
    ),
  },
  {
    source: 'HakunaMatata888/gemma2-poem:tokenizer_config.json',
    added: tokens(
      '0 <pad>\n1 <eos>\n2 <bos>\n3 <unk>\n4 <mask>\n5 <2mass>\n6 [@BOS@]\n106 <start_of_turn>\n107 <end_of_turn>\n139 \u2581\u2581\n140 \u2581\u2581\u2581\n141 \u2581\u2581\u2581\u2581\n142 \u2581\u2581\u2581\u2581\u2581\n143 \u2581\u2581\u2581\u2581\u2581\u2581\n144 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\n145 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n146 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n147 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n148 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n149 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n150 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n151 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n152 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n153 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n154 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n155 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n156 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n157 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n158 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n159 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n160 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n161 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n162 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n163 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n164 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n165 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n166 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n167 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n168 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n169 <table>\n170 <caption>\n171 <thead>\n172 <tbody>\n173 <tfoot>\n174 <tr>\n175 <th>\n176 <td>\n177 </table>\n178 </caption>\n179 </thead>\n180 </tbody>\n181 </tfoot>\n182 </tr>\n183 </th>\n184 </td>\n185 <h1>\n186 <h2>\n187 <h3>\n188 <h4>\n189 <h5>\n190 <h6>\n191 <blockquote>\n192 </h1>\n193 </h2>\n194 </h3>\n195 </h4>\n196 </h5>\n197 </h6>\n198 </blockquote>\n199 <strong>\n200 <em>\n201 <b>\n202 <i>\n203 <u>\n204 <s>\n205 <sub>\n206 <sup>\n207 <code>\n208 </strong>\n209 </em>',
    ),
  },
  {
    source: 'HashirDS/smart-tutor-phi2-model:tokenizer_config.json',
    added: tokens('50256 <|endoftext|>'),
  },
  {
    source: 'HuengchI/Atom-7B:tokenizer_config.json',
    added: tokens(''),
  },
  {
    source: 'HwwwwwwwH/MiniCPM-V-2:tokenizer_config.json',
    autoMap: 'tokenization_minicpmv.MiniCPMVTokenizer',
    added: tokens(
      '0 <unk>\n1 <s>\n2 </s>\n101 <image>\n102 </image>\n103 <ref>\n104 </ref>\n105 <box>\n106 </box>\n107 <quad>\n108 </quad>\n109 <point>\n110 </point>\n111 <slice>\n112 </slice>',
    ),
  },
  {
    source: 'Ibtasam-98/medgemma-27b-it:tokenizer_config.json',
    added: tokens(
      '0 <pad>\n1 <eos>\n2 <bos>\n3 <unk>\n4 <mask>\n5 [multimodal]\n105 <start_of_turn>\n106 <end_of_turn>\n138 \u2581\u2581\n139 \u2581\u2581\u2581\n140 \u2581\u2581\u2581\u2581\n141 \u2581\u2581\u2581\u2581\u2581\n142 \u2581\u2581\u2581\u2581\u2581\u2581\n143 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\n144 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n145 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n146 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n147 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n148 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n149 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n150 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n151 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n152 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n153 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n154 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n155 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n156 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n157 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n158 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n159 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n160 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n161 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n162 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n163 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n164 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n165 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n166 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n167 \u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\u2581\n168 <table>\n169 <caption>\n170 <thead>\n171 <tbody>\n172 <tfoot>\n173 <tr>\n174 <th>\n175 <td>\n176 </table>\n177 </caption>\n178 </thead>\n179 </tbody>\n180 </tfoot>\n181 </tr>\n182 </th>\n183 </td>\n184 <h1>\n185 <h2>\n186 <h3>\n187 <h4>\n188 <h5>\n189 <h6>\n190 <blockquote>\n191 </h1>\n192 </h2>\n193 </h3>\n194 </h4>\n195 </h5>\n196 </h6>\n197 </blockquote>\n198 <strong>\n199 <em>\n200 <b>\n201 <i>\n202 <u>\n203 <s>\n204 <sub>\n205 <sup>\n206 <code>\n207 </strong>\n208 </em>\n209 </b>',
    ),
  },
  {
    source: 'IDLEOAK/openpangu-lightweight-methods:inference/vllm_ascend/tokenizer_config.json',
    autoMap: 'tokenization_openpangu.PanguTokenizer',
    added: tokens('0 <unk>\n1 <s>\n2 </s>\n45806 <|User|>:\n45813 <|Bot|>:'),
  },
  {
    source: 'IEIT-Yuan/Yuan-2.0:tokenizer/tokenizer_config.json',
    added: tokens(''),
  },
  {
    source: 'Immerso-AIIP-Ltd/Qwen-VL-Chat:tokenizer_config.json',
    autoMap: 'tokenization_qwen.QWenTokenizer',
    added: tokens(''),
  },
  {
    source: 'IrfanUruchi/Llama-2-13B-Computer-Engineering-:tokenizer_config.json',
    added: tokens('0 <unk>\n1 <s>\n2 </s>'),
  },
  {
    source: 'IrfanUruchi/Llama-3.1-8B-Computer-Networks-LLM:tokenizer_config.json',
    added: tokens(
      '128000 <|begin_of_text|>\n128001 <|end_of_text|>\n128004 <|finetune_right_pad_id|>\n128006 <|start_header_id|>\n128007 <|end_header_id|>\n128008 <|eom_id|>\n128009 <|eot_id|>\n128010 <|python_tag|>',
    ),
  },
  {
    source: 'iz05/audio-model:tokenizer_config.json',
    autoMap: 'tokenization_qwen.QWenTokenizer',
    added: tokens(''),
  },
  {
    source: 'JakobJohannesson/mixtral_dolphin_v2.5:tokenizer_config.json',
    added: tokens('0 <unk>\n1 <s>\n2 </s>\n32000 <|im_end|>\n32001 <|im_start|>'),
  },
  {
    source: 'jeevanchaps/Meta-Llama3.1-8B-Instruct-assessment:tokenizer_config.json',
    added: tokens(
      '128000 <|begin_of_text|>\n128001 <|end_of_text|>\n128004 <|finetune_right_pad_id|>\n128006 <|start_header_id|>\n128007 <|end_header_id|>\n128008 <|eom_id|>\n128009 <|eot_id|>\n128010 <|python_tag|>',
    ),
  },
  {
    source: 'jeremieconte/granite-3.1-1b-a400m-instruct:tokenizer_config.json',
    added: tokens(
      '0 <|end_of_text|>\n5 <filename>\n6 <gh_stars>\n7 <issue_start>\n8 <issue_comment>\n9 <issue_closed>\n10 <jupyter_start>\n11 <jupyter_text>\n12 <jupyter_code>\n13 <jupyter_output>\n14 <empty_output>\n15 <commit_before>\n16 <commit_msg>\n17 <commit_after>\n18 <reponame>\n49152 <|start_of_role|>\n49153 <|end_of_role|>\n49154 <|tool_call|>',
    ),
  },
  {
    source: 'junqi-jiang/oasstpythia1.5brm:tokenizer_config.json',
    added: tokens(
      '0 <|endoftext|>\n1 <|padding|>\n50277 <|prefix_begin|>\n50278 <|assistant|>\n50279 <|prompter|>\n50280 <|system|>\n50281 <|prefix_end|>',
    ),
  },
  {
    source: 'kailas-m/llama:tokenizer_config.json',
    added: tokens('32000 [PAD]'),
  },
  {
    source: 'kidahatsu/fintherapy-8b:adapter/tokenizer_config.json',
    added: tokens(''),
  },
  {
    source: 'kleberbaum/Pygmalion-7b-Merged-Safetensors:tokenizer_config.json',
    added: tokens('0 <unk>\n1 <s>\n2 </s>'),
  },
  {
    source: 'kuolema-aap14/ELYZA-japanese-Llama-2-13b-instruct:tokenizer_config.json',
    added: tokens('0 <unk>\n1 <s>\n2 </s>'),
  },
  {
    source: 'mapengAdam/qianwen-72B:tokenizer_config.json',
    autoMap: 'tokenization_qwen.QWenTokenizer',
    added: tokens(''),
  },
  {
    source: 'mateo19182/bastos-finetune:lora_model/tokenizer_config.json',
    added: tokens(
      '128000 <|begin_of_text|>\n128001 <|end_of_text|>\n128004 <|finetune_right_pad_id|>\n128006 <|start_header_id|>\n128007 <|end_header_id|>\n128008 <|eom_id|>\n128009 <|eot_id|>\n128010 <|python_tag|>',
    ),
  },
  {
    source: 'MiMiGame-1/Reflection-Llama-3.1-70B:tokenizer_config.json',
    added: tokens(
      '128000 <|begin_of_text|>\n128001 <|end_of_text|>\n128006 <|start_header_id|>\n128007 <|end_header_id|>\n128009 <|eot_id|>\n128256 <thinking>\n128257 </thinking>\n128258 <output>\n128259 </output>\n128260 <reflection>\n128261 </reflection>',
    ),
  },
  {
    source: 'mohamadfayez/ain-model:tokenizer_config.json',
    added: tokens(
      '151643 <|endoftext|>\n151644 <|im_start|>\n151645 <|im_end|>\n151646 <|object_ref_start|>\n151647 <|object_ref_end|>\n151648 <|box_start|>\n151649 <|box_end|>\n151650 <|quad_start|>\n151651 <|quad_end|>\n151652 <|vision_start|>\n151653 <|vision_end|>\n151654 <|vision_pad|>\n151655 <|image_pad|>\n151656 <|video_pad|>',
    ),
  },
  {
    source: 'nagu-io/nexus:lora_model/tokenizer_config.json',
    added: tokens(
      '0 <unk>\n1 <s>\n2 </s>\n32000 <|endoftext|>\n32001 <|assistant|>\n32002 <|placeholder1|>\n32003 <|placeholder2|>\n32004 <|placeholder3|>\n32005 <|placeholder4|>\n32006 <|system|>\n32007 <|end|>\n32008 <|placeholder5|>\n32009 <|placeholder6|>\n32010 <|user|>',
    ),
  },
  {
    source: 'nuxwork/llama-7b-hf:tokenizer_config.json',
    added: tokens(''),
  },
  {
    source: 'oguzaybilir/LocateAnything-3B-FineTuning:tokenizer_config.json',
    autoMap: 'processing_locateanything.LocateAnythingProcessor',
    added: tokens(
      '151643 <|endoftext|>\n151644 <|im_start|>\n151645 <|im_end|>\n151646 <|object_ref_start|>\n151647 <|object_ref_end|>\n151648 <|box_start|>\n151649 <|box_end|>\n151650 <|quad_start|>\n151651 <|quad_end|>\n151652 <|vision_start|>\n151653 <|vision_end|>\n151654 <|vision_pad|>\n151655 <|image_pad|>\n151656 <|video_pad|>\n151657 <tool_call>\n151658 </tool_call>\n151663 <|repo_name|>\n151664 <|file_sep|>\n151665 <IMG_CONTEXT>\n151666 <img>\n151667 </img>\n151668 <box>\n151669 </box>\n151670 <quad>\n151671 </quad>\n151672 <ref>\n151673 </ref>\n151674 <interval>\n151675 </interval>\n151676 <text_mask>\n151677 <0>\n151678 <1>\n151679 <2>\n151680 <3>\n151681 <4>\n151682 <5>\n151683 <6>\n151684 <7>\n151685 <8>\n151686 <9>\n151687 <10>\n151688 <11>\n151689 <12>\n151690 <13>\n151691 <14>\n151692 <15>\n151693 <16>\n151694 <17>\n151695 <18>\n151696 <19>\n151697 <20>\n151698 <21>\n151699 <22>\n151700 <23>\n151701 <24>\n151702 <25>\n151703 <26>\n151704 <27>\n151705 <28>\n151706 <29>\n151707 <30>\n151708 <31>\n151709 <32>\n151710 <33>\n151711 <34>\n151712 <35>\n151713 <36>\n151714 <37>\n151715 <38>\n151716 <39>\n151717 <40>\n151718 <41>\n151719 <42>\n151720 <43>\n151721 <44>\n151722 <45>\n151723 <46>\n151724 <47>\n151725 <48>\n151726 <49>',
    ),
  },
  {
    source:
      'OpenGVLab/InternVL:clip_benchmark/clip_benchmark/models/internvl_c_pytorch/chinese_alpaca_lora_7b/tokenizer_config.json',
    added: tokens(''),
  },
  {
    source: 'OSFAV7/dolping:tokenizer_config.json',
    added: tokens('0 <unk>\n1 <s>\n2 </s>\n32000 <|im_end|>\n32001 <|im_start|>'),
  },
  {
    source: 'PANDASANG1231/llama_3.2-3B-huggingface-shard0:tokenizer_config.json',
    added: tokens(
      '128000 <|begin_of_text|>\n128001 <|end_of_text|>\n128004 <|finetune_right_pad_id|>\n128006 <|start_header_id|>\n128007 <|end_header_id|>\n128008 <|eom_id|>\n128009 <|eot_id|>\n128010 <|python_tag|>',
    ),
  },
  {
    source: 'Pariskarpoudel/Coding-assistant:final_model/tokenizer_config.json',
    added: tokens(
      '151643 <|im_end|>\n151644 <|im_start|>\n151645 <|endoftext|>\n151646 <|object_ref_start|>\n151647 <|object_ref_end|>\n151648 <|box_start|>\n151649 <|box_end|>\n151650 <|quad_start|>\n151651 <|quad_end|>\n151652 <|vision_start|>\n151653 <|vision_end|>\n151654 <|vision_pad|>\n151655 <|image_pad|>\n151656 <|video_pad|>\n151657 <tool_call>\n151658 </tool_call>\n151663 <|repo_name|>\n151664 <|file_sep|>\n151665 <|PAD_TOKEN|>',
    ),
  },
  {
    source: 'PRITHIVSAKTHIUR/Codepy-Deepthink-3B:tokenizer_config.json',
    added: tokens(
      '128000 <|begin_of_text|>\n128001 <|end_of_text|>\n128004 <|finetune_right_pad_id|>\n128006 <|start_header_id|>\n128007 <|end_header_id|>\n128008 <|eom_id|>\n128009 <|eot_id|>\n128010 <|python_tag|>',
    ),
  },
  {
    source: 'PRITHIVSAKTHIUR/Triangulum:tokenizer_config.json',
    added: tokens(
      '0 >>TITLE<<\n1 >>ABSTRACT<<\n2 >>INTRODUCTION<<\n3 >>SUMMARY<<\n4 >>COMMENT<<\n5 >>ANSWER<<\n6 >>QUESTION<<\n7 >>DOMAIN<<\n8 >>EMAIL_ADDRESS<<\n9 >>IP_ADDRESS<<\n10 <|startoftext|>\n11 <|endoftext|>\n12 \u010a\n13 \u0109\n14 >>IP_ADDRESS_0<<\n15 >>IP_ADDRESS_1<<\n16 >>IP_ADDRESS_2<<\n17 >>IP_ADDRESS_3<<\n18 >>IP_ADDRESS_4<<\n19 >>IP_ADDRESS_5<<\n20 >>IP_ADDRESS_6<<\n21 >>IP_ADDRESS_7<<\n22 >>IP_ADDRESS_8<<\n23 >>IP_ADDRESS_9<<\n24 >>PASSWORD<<\n25 >>KEY<<\n26 >>POS_0<<\n27 >>POS_1<<\n28 >>POS_2<<\n29 >>POS_3<<\n30 >>POS_4<<\n31 >>POS_5<<\n32 >>POS_6<<\n33 >>POS_7<<\n34 >>POS_8<<\n35 >>POS_9<<\n36 >>POS_10<<\n37 >>POS_11<<\n38 >>POS_12<<\n39 >>POS_13<<\n40 >>POS_14<<\n41 >>POS_15<<\n42 >>POS_16<<\n43 >>POS_17<<\n44 >>POS_18<<\n45 >>POS_19<<\n46 >>POS_20<<\n47 >>POS_21<<\n48 >>POS_22<<\n49 >>POS_23<<\n50 >>POS_24<<\n51 >>POS_25<<\n52 >>POS_26<<\n53 >>POS_27<<\n54 >>POS_28<<\n55 >>POS_29<<\n56 >>POS_30<<\n57 >>POS_31<<\n58 >>POS_32<<\n59 >>POS_33<<\n60 >>POS_34<<\n61 >>POS_35<<\n62 >>POS_36<<\n63 >>POS_37<<\n64 >>POS_38<<\n65 >>POS_39<<\n66 >>POS_40<<\n67 >>POS_41<<\n68 >>POS_42<<\n69 >>POS_43<<\n70 >>POS_44<<\n71 >>POS_45<<\n72 >>POS_46<<\n73 >>POS_47<<\n74 >>POS_48<<\n75 >>POS_49<<\n76 >>POS_50<<\n77 >>POS_51<<\n78 >>POS_52<<\n79 >>POS_53<<',
    ),
  },
  {
    source: 'quinthemint/Rationality-Model-LLMs:lora_model/tokenizer_config.json',
    added: tokens(
      '128000 <|begin_of_text|>\n128001 <|end_of_text|>\n128004 <|finetune_right_pad_id|>\n128006 <|start_header_id|>\n128007 <|end_header_id|>\n128008 <|eom_id|>\n128009 <|eot_id|>\n128010 <|python_tag|>',
    ),
  },
  {
    source: 'raminionn/pocket-agent:adapter/tokenizer_config.json',
    added: tokens(
      '0 <|endoftext|>\n1 <|im_start|>\n2 <|im_end|>\n3 <repo_name>\n4 <reponame>\n5 <file_sep>\n6 <filename>\n7 <gh_stars>\n8 <issue_start>\n9 <issue_comment>\n10 <issue_closed>\n11 <jupyter_start>\n12 <jupyter_text>\n13 <jupyter_code>\n14 <jupyter_output>\n15 <jupyter_script>\n16 <empty_output>',
    ),
  },
  {
    source: 'renegade-studio/beta-O1:tokenizer_config.json',
    added: tokens(''),
  },
  {
    source: 'reubzdubz/Molmo7B_D_NF4Quant:tokenizer_config.json',
    autoMap: 'preprocessing_molmo.MolmoProcessor',
    added: tokens(
      '151643 <|endoftext|>\n151644 <|im_start|>\n151645 <|im_end|>\n151646 |<EXTRA_TOKENS_0>|\n151647 |<EXTRA_TOKENS_1>|\n151648 |<EXTRA_TOKENS_2>|\n151649 |<EXTRA_TOKENS_3>|\n151650 |<EXTRA_TOKENS_4>|\n151651 |<EXTRA_TOKENS_5>|\n151652 |<EXTRA_TOKENS_6>|\n151653 |<EXTRA_TOKENS_7>|\n151654 |<EXTRA_TOKENS_8>|\n151655 |<EXTRA_TOKENS_9>|\n151656 |<EXTRA_TOKENS_10>|\n151657 |<EXTRA_TOKENS_11>|\n151658 |<EXTRA_TOKENS_12>|\n151659 |<EXTRA_TOKENS_13>|\n151660 |<EXTRA_TOKENS_14>|\n151661 |<EXTRA_TOKENS_15>|\n151662 |<EXTRA_TOKENS_16>|\n151663 |<EXTRA_TOKENS_17>|\n151664 |<EXTRA_TOKENS_18>|\n151665 |<EXTRA_TOKENS_19>|\n151666 |<EXTRA_TOKENS_20>|\n151667 |<EXTRA_TOKENS_21>|\n151668 |<EXTRA_TOKENS_22>|\n151669 |<EXTRA_TOKENS_23>|\n151670 |<EXTRA_TOKENS_24>|\n151671 |<EXTRA_TOKENS_25>|\n151672 |<EXTRA_TOKENS_26>|\n151673 |<EXTRA_TOKENS_27>|\n151674 |<EXTRA_TOKENS_28>|\n151675 |<EXTRA_TOKENS_29>|\n151676 |<EXTRA_TOKENS_30>|\n151677 |<EXTRA_TOKENS_31>|\n151678 |<EXTRA_TOKENS_32>|\n151679 |<EXTRA_TOKENS_33>|\n151680 |<EXTRA_TOKENS_34>|\n151681 |<EXTRA_TOKENS_35>|\n151682 |<EXTRA_TOKENS_36>|\n151683 |<EXTRA_TOKENS_37>|\n151684 |<EXTRA_TOKENS_38>|\n151685 |<EXTRA_TOKENS_39>|\n151686 |<EXTRA_TOKENS_40>|\n151687 |<EXTRA_TOKENS_41>|\n151688 |<EXTRA_TOKENS_42>|\n151689 |<EXTRA_TOKENS_43>|\n151690 |<EXTRA_TOKENS_44>|\n151691 |<EXTRA_TOKENS_45>|\n151692 |<EXTRA_TOKENS_46>|\n151693 |<EXTRA_TOKENS_47>|\n151694 |<EXTRA_TOKENS_48>|\n151695 |<EXTRA_TOKENS_49>|\n151696 |<EXTRA_TOKENS_50>|\n151697 |<EXTRA_TOKENS_51>|\n151698 |<EXTRA_TOKENS_52>|\n151699 |<EXTRA_TOKENS_53>|\n151700 |<EXTRA_TOKENS_54>|\n151701 |<EXTRA_TOKENS_55>|\n151702 |<EXTRA_TOKENS_56>|\n151703 |<EXTRA_TOKENS_57>|\n151704 |<EXTRA_TOKENS_58>|\n151705 |<EXTRA_TOKENS_59>|\n151706 |<EXTRA_TOKENS_60>|\n151707 |<EXTRA_TOKENS_61>|\n151708 |<EXTRA_TOKENS_62>|\n151709 |<EXTRA_TOKENS_63>|\n151710 |<EXTRA_TOKENS_64>|\n151711 |<EXTRA_TOKENS_65>|\n151712 |<EXTRA_TOKENS_66>|\n151713 |<EXTRA_TOKENS_67>|\n151714 |<EXTRA_TOKENS_68>|\n151715 |<EXTRA_TOKENS_69>|\n151716 |<EXTRA_TOKENS_70>|\n151717 |<EXTRA_TOKENS_71>|\n151718 |<EXTRA_TOKENS_72>|\n151719 |<EXTRA_TOKENS_73>|\n151720 |<EXTRA_TOKENS_74>|\n151721 |<EXTRA_TOKENS_75>|\n151722 |<EXTRA_TOKENS_76>|',
    ),
  },
  {
    source: 'root-hypercube/qwen3-mlx:Qwen3-14B-MLX-4bit/tokenizer_config.json',
    added: tokens(
      '151643 <|endoftext|>\n151644 <|im_start|>\n151645 <|im_end|>\n151646 <|object_ref_start|>\n151647 <|object_ref_end|>\n151648 <|box_start|>\n151649 <|box_end|>\n151650 <|quad_start|>\n151651 <|quad_end|>\n151652 <|vision_start|>\n151653 <|vision_end|>\n151654 <|vision_pad|>\n151655 <|image_pad|>\n151656 <|video_pad|>\n151657 <tool_call>\n151658 </tool_call>\n151663 <|repo_name|>\n151664 <|file_sep|>\n151665 <tool_response>\n151666 </tool_response>\n151667 <think>\n151668 </think>',
    ),
  },
  {
    source: 'roshinpv/mpx:tokenizer_config.json',
    added: tokens(
      '151643 <\uff5cend\u2581of\u2581sentence\uff5c>\n151644 <\uff5cUser\uff5c>\n151645 <\uff5cAssistant\uff5c>\n151646 <\uff5cbegin\u2581of\u2581sentence\uff5c>\n151647 <|EOT|>\n151648 <think>\n151649 </think>\n151650 <|quad_start|>\n151651 <|quad_end|>\n151652 <|vision_start|>\n151653 <|vision_end|>\n151654 <|vision_pad|>\n151655 <|image_pad|>\n151656 <|video_pad|>\n151657 <tool_call>\n151658 </tool_call>\n151663 <|repo_name|>\n151664 <|file_sep|>',
    ),
  },
  {
    source: 'saluberis/Wizard-Vicuna-30B-Uncensored:tokenizer_config.json',
    added: tokens('0 <unk>\n1 <s>\n2 </s>\n32000 [PAD]'),
  },
  {
    source: 'Samielakkad/darija-agri-demo:lora_adapter/tokenizer_config.json',
    added: tokens(''),
  },
  {
    source: 'sarcascoder/nvidia-reason2:tokenizer_config.json',
    added: tokens(
      '151643 <|endoftext|>\n151644 <|im_start|>\n151645 <|im_end|>\n151646 <|object_ref_start|>\n151647 <|object_ref_end|>\n151648 <|box_start|>\n151649 <|box_end|>\n151650 <|quad_start|>\n151651 <|quad_end|>\n151652 <|vision_start|>\n151653 <|vision_end|>\n151654 <|vision_pad|>\n151655 <|image_pad|>\n151656 <|video_pad|>\n151657 <tool_call>\n151658 </tool_call>\n151663 <|repo_name|>\n151664 <|file_sep|>\n151665 <tool_response>\n151666 </tool_response>\n151667 <think>\n151668 </think>',
    ),
  },
  {
    source: 'sen-ye/DeepSeek-OCR2-query-ablation:tokenizer_config.json',
    added: tokens(
      '0 <\uff5cbegin\u2581of\u2581sentence\uff5c>\n1 <\uff5cend\u2581of\u2581sentence\uff5c>\n2 <\uff5c\u2581pad\u2581\uff5c>\n128000 <\uff5cplace\u2581holder\u2581no\u25810\uff5c>\n128001 <\uff5cplace\u2581holder\u2581no\u25811\uff5c>\n128002 <\uff5cplace\u2581holder\u2581no\u25812\uff5c>\n128003 <\uff5cplace\u2581holder\u2581no\u25813\uff5c>\n128004 <\uff5cplace\u2581holder\u2581no\u25814\uff5c>\n128005 <\uff5cplace\u2581holder\u2581no\u25815\uff5c>\n128006 <\uff5cplace\u2581holder\u2581no\u25816\uff5c>\n128007 <\uff5cplace\u2581holder\u2581no\u25817\uff5c>\n128008 <\uff5cplace\u2581holder\u2581no\u25818\uff5c>\n128009 <\uff5cplace\u2581holder\u2581no\u25819\uff5c>\n128010 <\uff5cplace\u2581holder\u2581no\u258110\uff5c>\n128011 <\uff5cplace\u2581holder\u2581no\u258111\uff5c>\n128012 <\uff5cplace\u2581holder\u2581no\u258112\uff5c>\n128013 <\uff5cplace\u2581holder\u2581no\u258113\uff5c>\n128014 <\uff5cplace\u2581holder\u2581no\u258114\uff5c>\n128015 <\uff5cplace\u2581holder\u2581no\u258115\uff5c>\n128016 <\uff5cplace\u2581holder\u2581no\u258116\uff5c>\n128017 <\uff5cplace\u2581holder\u2581no\u258117\uff5c>\n128018 <\uff5cplace\u2581holder\u2581no\u258118\uff5c>\n128019 <\uff5cplace\u2581holder\u2581no\u258119\uff5c>\n128020 <\uff5cplace\u2581holder\u2581no\u258120\uff5c>\n128021 <\uff5cplace\u2581holder\u2581no\u258121\uff5c>\n128022 <\uff5cplace\u2581holder\u2581no\u258122\uff5c>\n128023 <\uff5cplace\u2581holder\u2581no\u258123\uff5c>\n128024 <\uff5cplace\u2581holder\u2581no\u258124\uff5c>\n128025 <\uff5cplace\u2581holder\u2581no\u258125\uff5c>\n128026 <\uff5cplace\u2581holder\u2581no\u258126\uff5c>\n128027 <\uff5cplace\u2581holder\u2581no\u258127\uff5c>\n128028 <\uff5cplace\u2581holder\u2581no\u258128\uff5c>\n128029 <\uff5cplace\u2581holder\u2581no\u258129\uff5c>\n128030 <\uff5cplace\u2581holder\u2581no\u258130\uff5c>\n128031 <\uff5cplace\u2581holder\u2581no\u258131\uff5c>\n128032 <\uff5cplace\u2581holder\u2581no\u258132\uff5c>\n128033 <\uff5cplace\u2581holder\u2581no\u258133\uff5c>\n128034 <\uff5cplace\u2581holder\u2581no\u258134\uff5c>\n128035 <\uff5cplace\u2581holder\u2581no\u258135\uff5c>\n128036 <\uff5cplace\u2581holder\u2581no\u258136\uff5c>\n128037 <\uff5cplace\u2581holder\u2581no\u258137\uff5c>\n128038 <\uff5cplace\u2581holder\u2581no\u258138\uff5c>\n128039 <\uff5cplace\u2581holder\u2581no\u258139\uff5c>\n128040 <\uff5cplace\u2581holder\u2581no\u258140\uff5c>\n128041 <\uff5cplace\u2581holder\u2581no\u258141\uff5c>\n128042 <\uff5cplace\u2581holder\u2581no\u258142\uff5c>\n128043 <\uff5cplace\u2581holder\u2581no\u258143\uff5c>\n128044 <\uff5cplace\u2581holder\u2581no\u258144\uff5c>\n128045 <\uff5cplace\u2581holder\u2581no\u258145\uff5c>\n128046 <\uff5cplace\u2581holder\u2581no\u258146\uff5c>\n128047 <\uff5cplace\u2581holder\u2581no\u258147\uff5c>\n128048 <\uff5cplace\u2581holder\u2581no\u258148\uff5c>\n128049 <\uff5cplace\u2581holder\u2581no\u258149\uff5c>\n128050 <\uff5cplace\u2581holder\u2581no\u258150\uff5c>\n128051 <\uff5cplace\u2581holder\u2581no\u258151\uff5c>\n128052 <\uff5cplace\u2581holder\u2581no\u258152\uff5c>\n128053 <\uff5cplace\u2581holder\u2581no\u258153\uff5c>\n128054 <\uff5cplace\u2581holder\u2581no\u258154\uff5c>\n128055 <\uff5cplace\u2581holder\u2581no\u258155\uff5c>\n128056 <\uff5cplace\u2581holder\u2581no\u258156\uff5c>\n128057 <\uff5cplace\u2581holder\u2581no\u258157\uff5c>\n128058 <\uff5cplace\u2581holder\u2581no\u258158\uff5c>\n128059 <\uff5cplace\u2581holder\u2581no\u258159\uff5c>\n128060 <\uff5cplace\u2581holder\u2581no\u258160\uff5c>\n128061 <\uff5cplace\u2581holder\u2581no\u258161\uff5c>\n128062 <\uff5cplace\u2581holder\u2581no\u258162\uff5c>\n128063 <\uff5cplace\u2581holder\u2581no\u258163\uff5c>\n128064 <\uff5cplace\u2581holder\u2581no\u258164\uff5c>\n128065 <\uff5cplace\u2581holder\u2581no\u258165\uff5c>\n128066 <\uff5cplace\u2581holder\u2581no\u258166\uff5c>\n128067 <\uff5cplace\u2581holder\u2581no\u258167\uff5c>\n128068 <\uff5cplace\u2581holder\u2581no\u258168\uff5c>\n128069 <\uff5cplace\u2581holder\u2581no\u258169\uff5c>\n128070 <\uff5cplace\u2581holder\u2581no\u258170\uff5c>\n128071 <\uff5cplace\u2581holder\u2581no\u258171\uff5c>\n128072 <\uff5cplace\u2581holder\u2581no\u258172\uff5c>\n128073 <\uff5cplace\u2581holder\u2581no\u258173\uff5c>\n128074 <\uff5cplace\u2581holder\u2581no\u258174\uff5c>\n128075 <\uff5cplace\u2581holder\u2581no\u258175\uff5c>\n128076 <\uff5cplace\u2581holder\u2581no\u258176\uff5c>',
    ),
  },
  {
    source: 'shuanglu2023/TaskPlanUnderstanding:final_model/tokenizer_config.json',
    added: tokens(''),
  },
  {
    source: 'SmartMaster35Rus/Llama3-GGuf:tokenizer_config.json',
    added: tokens(
      '128000 <|begin_of_text|>\n128001 <|end_of_text|>\n128006 <|start_header_id|>\n128007 <|end_header_id|>\n128009 <|eot_id|>',
    ),
  },
  {
    source: 'spacedoutt/crane_ai:llm_models/model_1/checkpoint-141/tokenizer_config.json',
    added: tokens(
      '0 <unk>\n1 <s>\n2 </s>\n32000 <|endoftext|>\n32001 <|assistant|>\n32002 <|placeholder1|>\n32003 <|placeholder2|>\n32004 <|placeholder3|>\n32005 <|placeholder4|>\n32006 <|system|>\n32007 <|end|>\n32008 <|placeholder5|>\n32009 <|placeholder6|>\n32010 <|user|>',
    ),
  },
  {
    source: 'speedwagon1299/RickBot:lora_model/tokenizer_config.json',
    added: tokens(
      '128000 <|begin_of_text|>\n128001 <|end_of_text|>\n128004 <|finetune_right_pad_id|>\n128006 <|start_header_id|>\n128007 <|end_header_id|>\n128008 <|eom_id|>\n128009 <|eot_id|>\n128010 <|python_tag|>',
    ),
  },
  {
    source: 'stvlynn/Qwen-7B-Chat-Cantonese:tokenizer_config.json',
    autoMap: 'tokenization_qwen.QWenTokenizer',
    added: tokens(''),
  },
  {
    source: 'tbressers/WizardLM-2-8x22B:tokenizer_config.json',
    added: tokens('0 <unk>\n1 <s>\n2 </s>'),
  },
  {
    source: 'thanhtantran/MiniCPM-V-2_6-rkllm:tokenizer_config.json',
    autoMap: 'tokenization_minicpmv_fast.MiniCPMVTokenizerFast',
    added: tokens(
      '128244 <unk>\n151643 <|endoftext|>\n151644 <|im_start|>\n151645 <|im_end|>\n151646 <image>\n151647 </image>\n151648 <ref>\n151649 </ref>\n151650 <box>\n151651 </box>\n151652 <quad>\n151653 </quad>\n151654 <point>\n151655 </point>\n151656 <slice>\n151657 </slice>\n151658 <image_id>\n151659 </image_id>',
    ),
  },
  {
    source: 'tt322-soft/Masudeul:lora_model/tokenizer_config.json',
    added: tokens(
      '0 <unk>\n1 <s>\n2 </s>\n3 [INST]\n4 [/INST]\n5 [AVAILABLE_TOOLS]\n6 [/AVAILABLE_TOOLS]\n7 [TOOL_RESULTS]\n8 [/TOOL_RESULTS]\n9 [TOOL_CALLS]\n10 [IMG]\n11 <pad>\n12 [IMG_BREAK]\n13 [IMG_END]\n14 [PREFIX]\n15 [MIDDLE]\n16 [SUFFIX]\n17 [SYSTEM_PROMPT]\n18 [/SYSTEM_PROMPT]\n19 [TOOL_CONTENT]',
    ),
  },
  {
    source: 'Ttdne/Llama-3.2-1B-FineTune-CEH-QA:lora_model/tokenizer_config.json',
    added: tokens(
      '128000 <|begin_of_text|>\n128001 <|end_of_text|>\n128004 <|finetune_right_pad_id|>\n128006 <|start_header_id|>\n128007 <|end_header_id|>\n128008 <|eom_id|>\n128009 <|eot_id|>\n128010 <|python_tag|>',
    ),
  },
  {
    source:
      'UCB-BioE-Genetic-Design-Automation/bioe134-234-final-project-4-Creater2036:lora_model/tokenizer_config.json',
    added: tokens(
      '32 A\n34 C\n35 D\n36 E\n37 F\n38 G\n39 H\n40 I\n42 K\n43 L\n44 M\n45 N\n47 P\n48 Q\n49 R\n50 S\n51 T\n53 V\n54 W\n56 Y\n128000 <|begin_of_text|>\n128001 <|end_of_text|>\n128004 <|finetune_right_pad_id|>\n128006 <|start_header_id|>\n128007 <|end_header_id|>\n128008 <|eom_id|>\n128009 <|eot_id|>\n128010 <|python_tag|>',
    ),
  },
  {
    source: 'undefdev/Qwen-7B-Chat:tokenizer_config.json',
    autoMap: 'tokenization_qwen.QWenTokenizer',
    added: tokens(''),
  },
  {
    source: 'VineethGithubIBM/graniteModelWithoutGGUF:tokenizer_config.json',
    added: tokens(
      '0 <unk>\n1 <s>\n2 </s>\n32000 <|endoftext|>\n32001 <|pad|>\n32002 <|user|>\n32003 <|assistant|>\n32004 <|system|>',
    ),
  },
  {
    source: 'x1ngzai/Qwen-VL-Chat-Int4:tokenizer_config.json',
    autoMap: 'tokenization_qwen.QWenTokenizer',
    added: tokens(''),
  },
  {
    source: 'yangulei/internlm-20b:tokenizer_config.json',
    added: tokens(''),
  },
  {
    source: 'YouriLalain/1PARAMMYL-8B-ModelStock:tokenizer_config.json',
    added: tokens(
      '128000 <|begin_of_text|>\n128001 <|end_of_text|>\n128004 <|finetune_right_pad_id|>\n128006 <|start_header_id|>\n128007 <|end_header_id|>\n128008 <|eom_id|>\n128009 <|eot_id|>\n128010 <|python_tag|>',
    ),
  },
  {
    source: 'YouriLalain/2PRYMMAL-Yi1.5-6B-SLERP:tokenizer_config.json',
    added: tokens(
      '0 <unk>\n1 <|startoftext|>\n2 <|endoftext|>\n3 <|Human|>\n4 <|Assistant|>\n5 <|System|>\n6 <|im_start|>\n7 <|im_end|>\n8 <|im_sep|>\n18 <filename>\n19 <gh_stars>\n20 <issue_start>\n21 <issue_comment>\n22 <issue_closed>\n23 <jupyter_start>\n24 <jupyter_text>\n25 <jupyter_code>\n26 <jupyter_output>\n27 <empty_output>\n28 <commit_before>\n29 <commit_msg>\n30 <commit_after>\n31 <reponame>\n32 <h1>\n33 <h1/>\n34 </h1>\n35 <h2>\n36 <h2/>\n37 </h2>\n38 <h3>\n39 <h3/>\n40 </h3>\n41 <h4>\n42 <h4/>\n43 </h4>\n44 <h5>\n45 <h5/>\n46 </h5>\n47 <br>\n48 <br/>\n49 </br>\n50 <strong>\n51 <strong/>\n52 </strong>\n53 <p>\n54 <p/>\n55 </p>\n56 <table>\n57 <table/>\n58 </table>\n59 <li>\n60 <li/>\n61 </li>\n62 <tr>\n63 <tr/>\n64 </tr>\n65 <tbody>\n66 <tbody/>\n67 </tbody>\n68 <img>\n69 <img/>\n70 </img>\n71 <b>\n72 <b/>\n73 </b>\n74 <td>\n75 <td/>\n76 </td>\n77 0\n78 1\n79 2\n80 3\n81 4\n82 5\n83 6\n84 7\n85 8\n86 9\n87 \uff10\n88 \uff11',
    ),
  },
  {
    source: 'YouriLalain/3PRYMMAL-PHI3-3B-SLERP:tokenizer_config.json',
    added: tokens(
      '0 <unk>\n1 <s>\n2 </s>\n32000 <|endoftext|>\n32001 <|assistant|>\n32002 <|placeholder1|>\n32003 <|placeholder2|>\n32004 <|placeholder3|>\n32005 <|placeholder4|>\n32006 <|system|>\n32007 <|end|>\n32008 <|placeholder5|>\n32009 <|placeholder6|>\n32010 <|user|>',
    ),
  },
  {
    source: 'YouZiSoftware/lzlv_70b_fp16_hf:tokenizer_config.json',
    added: tokens('0 <unk>\n1 <s>\n2 </s>'),
  },
  {
    source: 'zhangningboo/Qwen-7B:tokenizer_config.json',
    autoMap: 'tokenization_qwen.QWenTokenizer',
    added: tokens(''),
  },
];
