// Every sentence a verdict can give as its reason, in Chinese. The ids are those of the English map.
import { chinese } from './chinese.ts';
import { findingsChinese } from './findings/finding-statements.ts';
import type { StatementId } from './statements-english.ts';
import type { Template, Values } from './values.ts';

const IF_UNRELATED = '若两个模型毫无关系，出现同样多或更多命中的概率为';

function unitHits(values: Values): string {
  return `在 ${values.count('layers')} 层抽取的 ${values.count('sampled')} 个单元中，有 ${values.count('hits')} 个`;
}

/** The kinds that the content test names. */
const KINDS = { deterministic: '可由程序算出的表', constant: '常量' };

export const statementsChinese: { readonly [id in StatementId]: Template } = {
  ...findingsChinese,
  'content.all-equal': (v) =>
    `参与比较的全部 ${v.count('tensors')} 个张量（${v.count('elements')} 个元素）在数值类型无损转换之后，与候选模型的数值完全相等。`,
  'content.some-equal': (v) =>
    `参与比较的 ${v.count('tensors')} 个张量中，有 ${v.count('equal')} 个在数值类型无损转换之后与候选模型的数值完全相等：${v.text('names')}。`,
  'content.excluded': (v) =>
    `有 ${v.count('tensors')} 个张量（${v.list('kinds', KINDS, '、')}）是常量，或是任何程序都会算出的表；它们相等不计作证据。`,

  'content.void': (v) =>
    `参与比较的张量中有 ${v.count('tensors')} 个（${v.count('elements')} 个元素），其中一方或双方不含任何数值，或通篇只有同一个值；对它们无从判断。`,
  'content.not-numbers': (v) =>
    `有 ${v.count('elements')} 处，一方或双方的值不是有限的数（NaN 或无穷大）；各项数字都没有计入这些位置。`,

  'basis.aligned': (v) =>
    `待查模型的残差通道与候选模型次序一致：抽取的 ${v.count('sampled')} 个通道中，有 ${v.count('hits')} 个在 ${v.count('size')} 个通道里找到了同位的通道（z = ${v.number('z')}）。${IF_UNRELATED} ${v.lnP('lnP')}（校正之前）；共读取 ${v.count('elements')} 个元素。`,
  'basis.not-aligned': (v) =>
    `待查模型的残差通道与候选模型次序不一致：抽取的 ${v.count('sampled')} 个通道中，有 ${v.count('hits')} 个在 ${v.count('size')} 个通道里找到了同位的通道（z = ${v.number('z')}），无关的模型也是如此；共读取 ${v.count('elements')} 个元素。`,

  'units.coincide': (v) =>
    `隐藏单元重合：${unitHits(v)}在相同位置找到了对应单元。${IF_UNRELATED} ${v.lnP('lnP')}（校正之前）；共读取 ${v.count('elements')} 个元素。`,
  'units.not': (v) =>
    `隐藏单元不重合：${unitHits(v)}在相同位置找到了对应单元，而仅凭偶然约为 ${v.number('expected')} 个；共读取 ${v.count('elements')} 个元素。`,
  'response.coincide': (v) =>
    `隐藏单元对两个模型共有的词元反应相同，残差通道的任何旋转都改变不了这一点：${unitHits(v)}找到了对应单元。${IF_UNRELATED} ${v.lnP('lnP')}（校正之前）；共读取 ${v.count('elements')} 个元素。`,
  'response.not': (v) =>
    `隐藏单元对两个模型共有的词元反应不同：${unitHits(v)}找到了对应单元，而仅凭偶然约为 ${v.number('expected')} 个；共读取 ${v.count('elements')} 个元素。`,
  'gram.coincide': (v) =>
    `隐藏单元彼此之间的夹角与候选模型的相同，而残差通道或词表的任何改动都不会改变这些夹角：在 ${v.count('layers')} 层的 ${v.count('sampled')} 个抽样单元中，有 ${v.count('hits')} 个找到对应。若两个模型无关，出现这么多或更多的概率（校正前）为 ${v.lnP('lnP')}；共读取 ${v.count('elements')} 个元素。`,
  'assignment.found': (v) =>
    `不论次序、符号与基底，在所询问的 ${v.count('asked')} 个单元中有 ${v.count('agreements')} 个在候选模型中找到：每个单元的门控行、上投影行与下投影列选中同一个单元；${v.count('layers')} 层中有 ${v.count('blocks')} 层远超无关模型的情形（${v.count('comparisons')} 个无关的层中没有一层高于 ${v.percent('largest')}）。这一经验零分布所能支持的概率（校正前）为 ${v.lnP('lnP')}，不能更小；共读取 ${v.count('elements')} 个元素。`,
  'assignment.none': (v) =>
    `不论次序、符号与基底地寻找，在所询问的 ${v.count('asked')} 个单元中有 ${v.count('agreements')} 个在候选模型中找到，不多于无关的模型（在 ${v.count('comparisons')} 个层中，每层至多 ${v.percent('largest')}）；共读取 ${v.count('elements')} 个元素。`,
  'assignment.unsupported': (v) =>
    `有 ${v.count('blocks')} 层的单元不论次序与基底在候选模型中找到，但该检验所依据的 ${v.count('comparisons')} 次无关的层的比较至多支持 ${v.lnP('lnP')} 的概率：不足以达到阈值。`,
  'match.high': (v) =>
    `不计次序地为隐藏单元配对之后，在 ${v.count('layers')} 层的 ${v.count('units')} 个单元中有 ${v.count('agreements')} 个一致。这个数字没有经过校准：它使我们不作“independent（独立）”的回答，但不能支持衍生。`,
  'match.low': (v) =>
    `不计次序地为隐藏单元配对之后，在 ${v.count('layers')} 层的 ${v.count('units')} 个单元中有 ${v.count('agreements')} 个一致，不多于无关的模型。`,

  'search.nothing': (v) =>
    `待查模型有 ${v.count('tensors')} 个张量的名称无从对应；把它们与候选模型中边长相同的每个张量、按每种轴序逐一比较（共 ${v.count('hypotheses')} 次），没有一个张量的各行找到对应的行。`,

  'gains.correlated': (v) =>
    `归一化增益各减去自身均值之后，与候选模型相关：r = ${v.correlation('r')}，共 ${v.count('tensors')} 个张量。`,
  'gains.uncorrelated': (v) =>
    `归一化增益各减去自身均值之后，与候选模型不相关：r = ${v.correlation('r')}，共 ${v.count('tensors')} 个张量。`,
  'gains.cosine-fallacy': (v) =>
    `归一化增益未减均值的余弦为 ${v.correlation('cosine')}，但无关的模型也会如此，因为增益都在一附近；所以不计入。减去均值之后 r = ${v.correlation('r')}。`,

  'difference.noise': (v) =>
    `与候选模型的差是处处同宽的高斯噪声：${v.count('tensors')} 个张量的 σ = ${v.number('sigma')}，超额峰度 ${v.number('kurtosis')}（正态分布为 0）。`,
  'difference.noise-direction': (v) =>
    `差与待查模型相关（${v.correlation('correlationSuspect')}），与候选模型不相关（${v.correlation('correlationCandidate')}）：噪声是加在候选模型的权重上的，而不是从待查模型中去掉的。`,
  'difference.noise-direction-reverse': (v) =>
    `差与候选模型相关（${v.correlation('correlationCandidate')}），与待查模型不相关（${v.correlation('correlationSuspect')}）：噪声是加在待查模型的权重上，才得到候选模型的。`,
  'difference.trained': (v) =>
    `与候选模型的差带有训练留下的结构；其大小为候选模型数值离散程度的 ${v.percent('relative')}，共 ${v.count('tensors')} 个张量。`,
  'merge.linear': (v) =>
    `待查模型的数值是几个候选模型数值的混合，权重如下：${v.text('parents')}。按待查模型的存储方式舍入之后，混合在 ${v.percent('replayed')} 的元素上恰好给出它的值，所余为舍入宽度的 ${v.number('rest')} 倍；共读取 ${v.count('elements')} 个元素。`,
  'merge.slerp': (v) =>
    `待查模型的数值位于两个候选模型之间的弧上（逐张量的球面插值），各占路程的份额如下：${v.text('parents')}。按待查模型的存储方式舍入之后，在 ${v.percent('replayed')} 的元素上恰好给出它的值，明显多于直线混合，所余为舍入宽度的 ${v.number('rest')} 倍；共读取 ${v.count('elements')} 个元素。`,
  'merge.tasks': (v) =>
    `待查模型的数值是基础模型（列在最后）加上其他候选模型在其上所增部分的倍数：${v.text('parents')}。这与权重之和为 1 的混合相同；哪一个是基础模型，由它们之间的夹角得知。按待查模型的存储方式舍入之后，在 ${v.percent('replayed')} 的元素上恰好给出它的值，所余为舍入宽度的 ${v.number('rest')} 倍；共读取 ${v.count('elements')} 个元素。`,
  'merge.ties': (v) =>
    `待查模型的数值是基础模型（列在最后）加上其他候选模型所增部分中最大的 ${v.percent('density')}，且仅在符号一致之处（TIES）：${v.text('parents')}。按待查模型的存储方式舍入之后，在 ${v.percent('replayed')} 的元素上恰好给出它的值，而最好的单个候选模型只给出 ${v.percent('aloneReplayed')}；共读取 ${v.count('elements')} 个元素。`,
  'merge.dare': (v) =>
    `待查模型的数值是基础模型（列在最后）加上其他候选模型所增部分放大后的一些项，其中 ${v.percent('dropped')} 被丢弃（DARE）：${v.text('parents')}。每一处的几种可能之和中，有一种按待查模型的存储方式舍入之后，在 ${v.percent('replayed')} 的元素上恰好给出它的值；若用毫无意义的系数则为 ${v.percent('chance')}。共读取 ${v.count('elements')} 个元素。`,
  'merge.alone': (v) =>
    `最好的单个候选模型给出 ${v.percent('aloneReplayed')} 的值，所余为舍入的 ${v.number('alone')} 倍。`,
  'merge.exact': () => '混合与舍入会丢失被舍去的部分：由这些候选模型可以逐位得到待查模型，反过来则不能。',
  'merge.between': () =>
    '待查模型位于这些候选模型之间，合并所得正是如此。若其中一个是从另一个出发经过待查模型再向前推得的（外推），看起来也几乎一样。',
  'share.even': (v) =>
    `待查模型含有候选模型的 ${v.number('share')} 份，在 ${v.count('tensors')} 个矩阵中处处相同：除抽样误差外，各份额的标准差至多 ${v.number('deviation')}。归一化增益只有训练才会改变，其份额为 ${v.number('gains')} ± ${v.number('error')}。可见候选模型经训练所得的部分与其初始权重一同在内，正如与一个无亲缘的模型混合；若是从同一初始权重各自训练而成，则只共有初始权重，其余部分并不均等。`,
  'share.even-reverse': (v) =>
    `候选模型含有待查模型的 ${v.number('share')} 份，在 ${v.count('tensors')} 个矩阵中处处相同：除抽样误差外，各份额的标准差至多 ${v.number('deviation')}。归一化增益只有训练才会改变，其份额为 ${v.number('gains')} ± ${v.number('error')}。可见待查模型经训练所得的部分与其初始权重一同在内，正如与一个无亲缘的模型混合；若是从同一初始权重各自训练而成，则只共有初始权重，其余部分并不均等。`,
  'share.other-unknown': () => '混合的其余部分是什么，这两个模型无从得知；另一候选模型也许就是其另一来源。',
  'low-rank.merged': (v) =>
    `在 ${v.count('tensors')} 个矩阵（${v.text('targets')}）中，差的秩为 ${v.count('rank')}，同一模块处处相同，其余全部与候选模型逐位相等。计入的最后一个奇异值至少是舍入所能留下的 ${v.number('least')} 倍，再下一个则在其下：并入低秩适配器（LoRA）就会如此。共分解了 ${v.count('measured')} 个矩阵。`,
  'low-rank.edited': (v) =>
    `在 ${v.count('tensors')} 个矩阵（${v.text('targets')}）中，差的秩不超过 ${v.count('rank')}，其余全部与候选模型逐位相等：是沿少数方向的编辑，没有并入的适配器那样一致的秩或位置。计入的最后一个奇异值至少是舍入所能留下的 ${v.number('least')} 倍。`,
  'low-rank.over-noise': (v) =>
    `在 ${v.count('tensors')} 个矩阵（${v.text('targets')}）中，差有 ${v.count('rank')} 个方向高出噪声，同一模块处处相同；除此之外所余与别处的噪声同宽：并入低秩适配器（LoRA）并加入噪声就会如此。`,
  'low-rank.hint': (v) =>
    `这个更新与候选模型的权重无关（${v.number('company')}），与待查模型的权重有关，恰如把它加在候选模型上；但同一模型的两个适配器也可能如此，所以单凭这一点不能判定方向。`,
  'low-rank.hint-reverse': (v) =>
    `这个更新与待查模型的权重无关（${v.number('company')}），与候选模型的权重有关，恰如把它加在待查模型上而得到候选模型；但同一模型的两个适配器也可能如此，所以单凭这一点不能判定方向。`,
  'edited.direction': (v) =>
    `在 ${v.count('tensors')} 个矩阵（${v.text('targets')}）中，差都沿残差流的同一个方向（|cos| 至少 ${v.correlation('cosine')}），其余全部与候选模型逐位相等：是对一个方向的编辑，如消去方向（abliteration）所为。适配器的各个更新之间没有这样的联系。`,
  'edited.alone': (v) =>
    `在 ${v.count('tensors')} 个矩阵（${v.text('targets')}）中，差沿一个方向，其余全部与候选模型逐位相等。`,
  'edited.own-share': (v) =>
    `改动的正是其中一个模型自身沿该方向的部分（|cos| 至少 ${v.correlation('own')}）：这个方向被减弱或去掉，没有加入新的内容。`,
  'edited.removed': () =>
    '沿该方向，待查模型不再写入任何内容：去掉的内容无法从待查模型恢复，所以待查模型在候选模型之后。',
  'edited.added': () =>
    '沿该方向，候选模型不写入任何内容，而待查模型写入：去掉的内容无法从候选模型恢复，所以候选模型在待查模型之后。',
  'difference.last-bits': (v) =>
    `有 ${v.count('tensors')} 个张量与候选模型只在最后几位上不同（至多为候选模型离散程度的 ${v.number('relative')}）：同样的数值，途中以 32 位运算重新计算过一次。`,
  'difference.folded': (v) =>
    `其中 ${v.count('tensors')} 个张量的名称提到已并入前一层的批归一化，这种处理会留下这样的差异。`,
  'difference.norms-folded': (v) =>
    `有 ${v.count('tensors')} 个张量，每个通道都等于候选模型的通道乘以候选模型自身批归一化的系数（相对误差 ${v.number('error')}）：归一化被并入了该层，为推理而导出时通常如此。`,
  'difference.undetermined': (v) =>
    `与候选模型的差（候选模型数值离散程度的 ${v.percent('relative')}）没有可以说明来历的形式。`,
  'difference.bit-equal': (v) => `参与比较的元素中，有 ${v.percent('fraction')} 与候选模型逐位相等。`,

  'rename.rule': (v) => `有 ${v.count('tensors')} 个张量遵循同一条改名规则：${v.text('from')} → ${v.text('to')}。`,
  'rename.not-evidence': () => '名称只用于配对张量，既不支持也不否定来源关系；名称为何不同，从文件中无从得知。',
  'requantised.replayed': (v) =>
    `待查模型的数值以 ${v.text('format')} 存储：在其中所存的缩放因子之下，有 ${v.percent('fraction')} 的编码正是最接近候选模型数值的编码。`,
  'requantised.within': (v) =>
    `待查模型的数值以 ${v.text('format')} 存储，与候选模型的差异不超过这种存储方式本身留下的误差（为候选模型离散程度的 ${v.percent('relative')}）。`,
  'requantised.more': (v) =>
    `另有 ${v.count('tensors')} 个没有量化的张量也与候选模型不同：除量化外还做过别的改动，其余张量以编码存储，看不出是什么改动。`,
  'levels.rounded': (v) =>
    `待查模型的数值落在等距的级上（${v.text('format')}），候选模型的则不然；候选模型有 ${v.percent('fraction')} 的数值最接近的正是待查模型所在的级，差异也不大于舍入到这些级所留下的误差。`,
  'pruned.and-changed': (v) =>
    `待查模型有 ${v.percent('fraction')} 的元素为零，而候选模型在那里不为零；其余元素与候选模型相差其大小的 ${v.percent('relative')}：一部分数值被置为零，其余的在此之前或之后也被改动。`,
  'requantised.finer': (v) =>
    `若像候选模型那样以 ${v.text('format')} 存储，待查模型的数值有 ${v.percent('fraction')} 会得到候选模型的编码：待查模型以更高精度保存着同样的权重，因此候选模型的文件是它量化后的副本，或者两者都来自一个更精细的共同原件。`,
  'cast.lossless': (v) => `数值的存储类型由 ${v.text('from')} 改为 ${v.text('to')}，没有损失。`,
  'cast.lossy': (v) =>
    `数值的存储类型由 ${v.text('from')} 改为 ${v.text('to')}；把候选模型同样舍入之后，有 ${v.percent('fraction')} 的元素与待查模型相等。`,
  'pruned.zeros': (v) =>
    `待查模型有 ${v.percent('fraction')} 的元素为零，而候选模型在相同位置不为零；其余元素中有 ${v.percent('elsewhereEqual')} 与候选模型相等。`,
  'vocabulary.changed': (v) => `词表与候选模型不同：增加了 ${v.count('added')} 行。`,
  'vocabulary.shortened': (v) => `待查模型的词元表比候选模型的短：少 ${v.count('removed')} 行。`,
  'depth.duplicated': (v) =>
    `候选模型的以下各层在待查模型中不止一次出现，且未经改动：${v.text('blocks')}。训练会使副本彼此分开，所以待查模型是由先已存在的层拼成的。`,
  'direction.votes': (v) =>
    `没有单独一项痕迹能判定孰先孰后，但以下迹象一致，且无相反者：${v.list('signs', { vocabulary: '更长的词元表', update: '与其中一方无关的更新' }, '、')}。`,
  'depth.map': (v) => `待查模型的各层与候选模型的各层按此次序对应：${v.text('map')}。`,
  resharded: (v) => `同样的张量存放在 ${v.count('to')} 个文件中，而不是 ${v.count('from')} 个。`,
  'part.only': (v) => `只有这些部分与候选模型一致：${v.list('parts', chinese.components, '、')}。`,
  'part.absent': (v) => `这些部分在候选模型中没有对应：${v.list('parts', chinese.components, '、')}。`,

  'ancestor.possible': () => '两个模型若有共同的、训练过的祖先，看起来也会一样；仅凭两个模型的权重无法区分。',
  'direction.undecided': () => '从这些权重中看不出两个模型孰先孰后。',
  'origin.shared-init': (v) =>
    `权重有共同的来源（归一化增益 r = ${v.correlation('r')}，权重 r = ${v.correlation('correlation')}），但共有的可能只是初始权重或训练早期的状态。`,

  'power.negative': (v) =>
    `逐元素相关系数若达到 ${v.correlation('correlation')}，会以 ${v.percent('power')} 的概率被检出；更弱的痕迹会被漏掉。`,
  'none.applicable': () => '没有一项检验适用于这些权重。',
  unread: (v) => `有 ${v.count('lost')} 个张量无法读取，没有参与比较。`,
  coverage: (v) => `待查模型的参数中，有 ${v.percent('fraction')} 与候选模型配对并作了比较。`,
  sampled: (v) =>
    `参与比较的元素中读取了 ${v.percent('fraction')}。只发生在其余部分的改动不会被看到；--read full 会全部读取。`,

  'against.nothing-found': (v) => `以下检验寻找过不利于结论的迹象，没有找到：${v.list('tests', chinese.tests, '、')}。`,
  'against.name-only': () => '名称或形状一致，而权重不一致；同一架构的模型总会有相同的名称和形状。',
  'against.disagree': (v) =>
    `两项检验不一致：${v.list('first', chinese.tests, '、')} 与 ${v.list('second', chinese.tests, '、')}。`,
  'against.independent-residue': (v) =>
    v.has('parts')
      ? `有些部分与候选模型没有亲缘迹象：${v.list('parts', chinese.components, '、')}。`
      : '有一部分权重与候选模型没有亲缘迹象。',

  'rollup.components': (v) =>
    `发现亲缘的组件：${v.list('derived', chinese.components, '、')}；未发现亲缘的组件：${v.list('others', chinese.components, '、')}。`,
  'basis.anchored': (v) =>
    `残差通道按候选模型的次序排列，但权重本身几乎不一致（r = ${v.correlation('correlation')}）：在沿用的嵌入之间重新训练的主干也会如此，因此仅凭这一点不能判定。`,
  'against.one-leg': (v) =>
    `只有一项检验支持亲缘关系（${v.list('test', chinese.tests)}），没有第二项佐证；仅凭一项检验不作判定。`,
  'content.copied-values': (v) =>
    `有 ${v.count('elements')} 个数值所在的张量与候选模型完全相同，但没有任何正式检验能够用于它们。`,
  'cast.finer': (v) =>
    `有 ${v.percent('fraction')} 的元素，待查模型的数值落在候选模型数值（${v.text('from')}）的舍入范围之内：待查模型以更高精度（${v.text('to')}）保存着同样的权重，因此候选模型的文件是它舍入后的副本，或者两者都由一个更精细的共同原件舍入而来。`,
  'difference.rescaled': (v) =>
    `在 ${v.count('tensors')} 个张量中，各行方向与候选模型完全一致，只有长度不同：单元被重新缩放，网络会在别处予以补偿。`,
  'rollup.leading': (v) => `对整个模型对的回答由这一组件主导：${v.list('component', chinese.components)}。`,
  'origin.gains-unmoved': (v) =>
    `两者中至少有一个，其归一化增益与训练起点的数值 1 相差的标准差不到 ${v.number('spread')}。在这样早的阶段，从同一起点分别训练看起来仍与衍生一样；把增益并入其他权重也会留下同样的情形。`,
  'origin.no-gains': (v) =>
    `没有可用来区分训练与初始化的归一化增益；“共享的不止是早期状态”仅以权重的高度一致为据（r = ${v.correlation('correlation')}）。`,
  'rollup.worst': () => '各组件分别判断；整体回答取决于最强的发现，从不取平均。',
  lawful: () => '衍生不等于不当行为：多数衍生是合法的，是否允许取决于许可证。',
  'family.correction': (v) =>
    `每个 p 值都乘以 ${v.count('hypotheses')}，即本案尝试过的假设总数；阈值为 ${v.number('alpha')}。`,
  'calibration.limit': () =>
    'p 值依据精确的有限界：若两个模型无关，则单元和通道的任何编号次序都同样可能；只有单元指派的 p 值依据对无关的层的计数。判定操作种类的阈值是用 33 个小模型定出的；对大模型尚未验证。',
  'calibration.strangers': (v) =>
    `p 值依据精确的有限界：若两个模型无关，则单元和通道的任何编号次序都同样可能；只有单元指派的 p 值依据对无关的层的计数。作为核对，把 ${v.count('models')} 个小模型（每个 ${v.count('parameters')} 个参数，各自从独立的种子训练，因而各成一族）两两比较：在 ${v.count('comparisons')} 次单项比较中有 ${v.count('falseFindings')} 次误报；若把这些比较视为相互独立，误报率以 95% 置信度低于 ${v.number('bound')}。判定操作种类、区分衍生与同源的阈值也是用小模型定出的。两者都尚未在大模型上测量过。`,

  'adapter.is': (v) =>
    `两者之一是适配器（${v.text('kind')}）：它在这个组件中的 ${v.count('products')} 个乘积要加到权重上，本身不是权重，因此不拿它们的数值与另一个模型的数值比较。`,
  'adapter.fits': (v) => `${v.count('products')} 个乘积中，有 ${v.count('fitting')} 个与名称所指的权重形状相同。`,
  'adapter.blocks': (v) =>
    `在 ${v.count('sets')} 组隐藏单元和注意力头维度中，在适配器的乘积里一同变化的，在这个模型自身的权重里也一同变化。若两者毫无关系，出现同样或更高一致的概率为 ${v.lnP('lnP')}（校正之前）；共读取 ${v.count('elements')} 个元素。`,
  'adapter.blocks-not': (v) =>
    `在 ${v.count('sets')} 组隐藏单元和注意力头维度中，适配器乘积里的共同变化与这个模型权重里的共同变化并不比无关模型之间更一致：概率为 ${v.lnP('lnP')}（校正之前）；共读取 ${v.count('elements')} 个元素。`,
  'adapter.channels': (v) => `残差通道支持这一点（z = ${v.number('z')}，概率 ${v.lnP('lnP')}，不可能更小）。`,
  'adapter.channels-not': (v) => `残差通道在适配器乘积里的共同变化与在这个模型权重里的不一致（z = ${v.number('z')}）。`,
  'adapter.channels-alone': (v) =>
    `残差通道在适配器乘积里的共同变化与在这个模型权重里的一致（z = ${v.number('z')}，概率 ${v.lnP('lnP')}）；但只共用词嵌入的模型也共用通道，所以仅凭这一点不能下结论。`,
  'adapter.origin': () =>
    '适配器是在这个模型上训练的，或者是在与它同源的模型上：它的微调版本、它的前身，或以相同初始权重开始的模型。仅凭乘积分辨不出是哪一种。',
  'adapter.open': () =>
    '在适配器的乘积里没有发现这个模型权重的痕迹。训练会留下多强的痕迹并不清楚，所以没有痕迹不能作为否定这个模型的理由。',
  'adapter.untold': () =>
    '适配器没有改动任何可以询问标号的部分；剩下的只是名称和形状，而同一架构的模型都有同样的名称和形状。',
  'adapter.declares': (v) => `适配器声明它的基座是 ${v.text('base')}。这是它自己的说法，不作为依据。`,
  'adapter.names-none': () => '适配器没有声明基座。',
  'adapter.both': () =>
    '两者都是适配器。在同一个基座上的两次训练会有多相像并不清楚，所以乘积不相像不能否定它们有共同的基座；请分别与基座本身比较。',
  'adapter.nothing-fits': (v) =>
    `两者之一是适配器（${v.text('kind')}），而它的 ${v.count('products')} 个乘积在另一个模型中都找不到可以相加的权重。`,

  'fallacy.cosine': (v) =>
    `归一化增益未减均值的余弦为 ${v.correlation('cosine')}（${v.count('elements')} 个元素）：增益都在零的同一侧，均值与离散程度相同的无关增益预期即为 ${v.correlation('expected')}。`,
  'fallacy.profile': (v) =>
    `查询、键、值与输出的标准差在 ${v.count('layers')} 层上走势相同（r = ${v.correlation('r')}）：这类曲线平滑，架构与训练方法使无关的模型也如此相似。逐元素看，权重的相关系数为 ${v.correlation('elementwise')}。`,
  'fallacy.config': (v) => `所比较的 ${v.count('fields')} 个配置项全部相同：训练这一架构的人都会这样填写。`,
  'fallacy.tokenizer': () => '分词器文件相同：分词器公开发布正是为了供人沿用，配上自己的权重也是如此。',
  'fallacy.changed': (v) =>
    `${v.percent('changed')} 的数值与候选模型不同：一小步训练或噪声几乎会改变全部数值，应当看的是相关系数 ${v.correlation('r')}。`,
  'fallacy.sigma': (v) =>
    `若把 ${v.text('tensor')} 中读取的 ${v.count('elements')} 个数值当作同样多次独立抽取，则偏离偶然 ${v.number('naive')} 个标准差。权重并非独立抽取：改为重排通道编号，则为 ${v.number('exact')}。`,
  'fallacy.layer-0': (v) =>
    `在待查模型内部，第一层的增益与其余各层的余弦为 ${v.correlation('first')}，相邻层之间为 ${v.correlation('others')}：任何模型的第一层都与其余各层不同，以它为基准，与任何别的模型相比都会显得接近。`,
  'fallacy.geometry': (v) =>
    `嵌入中 ${v.count('tokens')} 个词元之间的夹角在两个模型中相似（r = ${v.correlation('r')}）：这是语言的结构，无关的模型也会同样学到。逐元素看，两张表的相关系数为 ${v.correlation('elementwise')}。`,
  'fallacy.kurtosis': (v) =>
    `权重的尾部不同（超额峰度：待查模型 ${v.number('suspect')}，候选模型 ${v.number('candidate')}）：有人据此判断先后，但其正负号因模型系列而异。`,

  'reason.no-adapter': () => '这里没有适配器的乘积与另一个模型的权重相对。',
  'reason.no-changed-matrices': () => '没有大体一致而又不同的矩阵。',
  'reason.no-mixture': () => '没有两个候选模型与待查模型逐元素对应而又有可混合之处。',
  'reason.no-tensors': () => '没有这项检验所需的张量。',
  'reason.shapes-differ': () => '这项检验要求形状相等之处，两个模型的形状不同。',
  'reason.too-few-units': (v) => `单元太少：找到 ${v.count('found')} 个，需要 ${v.count('needed')} 个。`,
  'reason.fixed-channels': () => '由公式计算的位置表使每个通道都有固定含义，因此通道编号在模型之间不可互换。',
  'reason.text-only': () => '该检验询问的是文本主干的单元，这一组件没有这样的单元。',
  'reason.no-batch-norms': () => '候选模型的批归一化无一可与某一层对照。',
  'reason.no-gains': () => '没有数值不全相同的归一化增益。',
  'reason.no-embedding': () => '两个模型没有共有的词元嵌入。',
  'reason.not-sampled': () => '所读取的样本不包含这项检验所需的内容。',
  'reason.too-costly': () => '各层过大，此检验不予进行；若要求全部读取（--read full），可检验更大的层。',
  'reason.changed': (v) => `文件在读取期间发生了变化，因此对它的任何测量都不作数：${v.text('message')}。`,
  'exhibit.void': () => '两个模型之一的某个文件在读取期间发生了变化。变化前后测得的数值不属于同一个模型，全部不作数。',
  'reason.failed': (v) => `检验因错误而中止：${v.text('message')}。`,
};
