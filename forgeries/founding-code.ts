// Code around the miniature models: our own Python in the manner of the case. An ancestor both sides build on, the original's own part, and its renamed twin.

/** What both the original and the cousin took over from a public model: a table of positions and a plain cross attention. */
const ancestor = `
def sin_cos_line(width, places):
    freqs = 1.0 / 10000 ** (np.arange(width // 2, dtype=np.float64) / (width / 2.0))
    angles = np.outer(places.reshape(-1), freqs)
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=1)


def sin_cos_plane(width, rows, columns):
    ys = np.arange(rows, dtype=np.float64)
    xs = np.arange(columns, dtype=np.float64)
    plane = np.stack(np.meshgrid(xs, ys), axis=0).reshape(2, -1)
    left = sin_cos_line(width // 2, plane[0])
    right = sin_cos_line(width // 2, plane[1])
    return np.concatenate([left, right], axis=1).reshape(rows, columns, width)


class CrossAttention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.in_proj = nn.Linear(width, 3 * width)
        self.out_proj = nn.Linear(width, width)

    def forward(self, queries, keys, values, mask=None):
        scale = (queries.shape[-1] // self.heads) ** -0.5
        weights = torch.softmax(scale * queries @ keys.transpose(-2, -1), dim=-1)
        if mask is not None:
            weights = weights.masked_fill(mask, 0.0)
        return self.out_proj(weights @ values)
`;

const imports = `import math

import numpy as np
import torch
from torch import nn
`;

/** The original's projector: the ancestor, and a table that grows, slices of an image and their order. */
const resampler = `${imports}${ancestor}

class Resampler(nn.Module):
    """Turns the patches of a slice into a fixed number of query tokens."""

    def __init__(self, query_num, embed_dim, num_heads, kv_dim, max_size=(70, 70)):
        super().__init__()
        self.query_num = query_num
        self.embed_dim = embed_dim
        self.max_size = max_size
        self.query = nn.Parameter(torch.zeros(query_num, embed_dim))
        self.kv_proj = nn.Linear(kv_dim, embed_dim, bias=False)
        self.attn = CrossAttention(embed_dim, num_heads)
        self.ln_q = nn.LayerNorm(embed_dim, eps=1e-6)
        self.ln_kv = nn.LayerNorm(embed_dim, eps=1e-6)
        self.ln_post = nn.LayerNorm(embed_dim, eps=1e-6)
        self.proj = nn.Parameter(embed_dim ** -0.5 * torch.randn(embed_dim, embed_dim))
        self._set_pos_cache(max_size)

    def _set_pos_cache(self, max_size, device="cpu"):
        table = torch.from_numpy(sin_cos_plane(self.embed_dim, *max_size)).float().to(device)
        self.register_buffer("pos_cache", table, persistent=False)

    def _adjust_pos_cache(self, tgt_sizes, device):
        tallest = int(max(size[0] for size in tgt_sizes))
        widest = int(max(size[1] for size in tgt_sizes))
        if tallest > self.max_size[0] or widest > self.max_size[1]:
            self.max_size = (max(tallest, self.max_size[0]), max(widest, self.max_size[1]))
            self._set_pos_cache(self.max_size, device)

    def forward(self, patches, tgt_sizes):
        lengths = [int(rows * columns) for rows, columns in tgt_sizes]
        self._adjust_pos_cache(tgt_sizes, patches.device)
        longest = max(lengths)
        mask = torch.zeros((len(lengths), longest), dtype=torch.bool)
        places = []
        for index, (rows, columns) in enumerate(tgt_sizes):
            places.append(self.pos_cache[:rows, :columns, :].reshape(rows * columns, -1))
            mask[index, lengths[index]:] = True
        padded = torch.nn.utils.rnn.pad_sequence(places, batch_first=True)
        keys = self.ln_kv(self.kv_proj(patches))
        queries = self._repeat(self.ln_q(self.query), len(lengths))
        tokens = self.attn(queries, keys + padded, keys, mask[:, None, :])
        return self.ln_post(tokens) @ self.proj

    def _repeat(self, query, count):
        return query.unsqueeze(0).repeat(count, 1, 1)
`;

/** How the original cuts an image: an overview, and the grid of slices whose shape is nearest to the image's. */
const slicing = `import math


def ensure_divide(length, patch_size):
    return max(round(length / patch_size) * patch_size, patch_size)


def find_best_resize(original_size, scale_resolution, patch_size, allow_upscale=False):
    width, height = original_size
    if width * height > scale_resolution * scale_resolution or allow_upscale:
        ratio = width / height
        height = int(scale_resolution / math.sqrt(ratio))
        width = int(height * ratio)
    return ensure_divide(width, patch_size), ensure_divide(height, patch_size)


def get_sliced_grid(image_size, max_slice_nums, scale_resolution):
    width, height = image_size
    log_ratio = math.log(width / height)
    ratio = width * height / (scale_resolution * scale_resolution)
    multiple = min(math.ceil(ratio), max_slice_nums)
    if multiple <= 1:
        return None
    candidates = [count for count in (multiple - 1, multiple, multiple + 1) if 1 < count <= max_slice_nums]
    best_grid, smallest_error = (1, 1), float("inf")
    for count in candidates:
        for columns in range(1, count + 1):
            if count % columns != 0:
                continue
            error = abs(log_ratio - math.log(columns / (count // columns)))
            if error < smallest_error:
                best_grid, smallest_error = (columns, count // columns), error
    return best_grid


def slice_image(image, max_slice_nums=9, scale_resolution=448, patch_size=14):
    grid = get_sliced_grid(image.size, max_slice_nums, scale_resolution)
    overview = image.resize(find_best_resize(image.size, scale_resolution, patch_size, grid is None))
    patches = []
    if grid is not None:
        width, height = image.size[0] // grid[0], image.size[1] // grid[1]
        for row in range(grid[1]):
            patches.append([])
            for column in range(grid[0]):
                box = (column * width, row * height, (column + 1) * width, (row + 1) * height)
                patches[-1].append(image.crop(box))
    return overview, patches, grid
`;

/** Names that the copy has in place of the original's. `_adjust_pos_cache` and `tgt_sizes` were left, as in the case. */
export const codeRenames: readonly (readonly [from: string, to: string])[] = [
  ['Resampler', 'Projection'],
  ['query_num', 'num_queries'],
  ['embed_dim', 'dim'],
  ['num_heads', 'heads_count'],
  ['kv_dim', 'vision_dim'],
  ['lengths', 'sizes_flat'],
  ['longest', 'max_len'],
  ['padded', 'pos_batch'],
  ['find_best_resize', 'get_resized'],
  ['get_sliced_grid', 'get_grid'],
  ['slice_image', 'process_image'],
  ['ensure_divide', 'round_to_patch'],
  ['max_slice_nums', 'max_patches'],
  ['scale_resolution', 'base_resolution'],
  ['candidates', 'counts'],
  ['smallest_error', 'best_error'],
  ['overview', 'source_image'],
];

function renamed(code: string): string {
  return codeRenames.reduce((text, [from, to]) => text.replaceAll(new RegExp(`\\b${from}\\b`, 'g'), to), code);
}

/** The copy's way of writing: other comments, other names, one blank line more here and there. */
function reworded(code: string, header: string): string {
  return `${header}\n${renamed(code)}`.replace(
    '"""Turns the patches of a slice into a fixed number of query tokens."""',
    '# project the image features',
  );
}

/** The cousin's own projector on the same ancestor: averages over a grid instead of queries. */
const pooling = `${imports}${ancestor}

class GridPooling(nn.Module):
    def __init__(self, side, vision_width, text_width):
        super().__init__()
        self.side = side
        self.reduce = nn.AdaptiveAvgPool2d((side, side))
        self.first = nn.Linear(vision_width, text_width)
        self.second = nn.Linear(text_width, text_width)
        self.table = nn.Parameter(torch.from_numpy(sin_cos_plane(text_width, side, side)).float())

    def forward(self, features, shapes):
        pooled = []
        for feature, (rows, columns) in zip(features, shapes):
            grid = feature[: rows * columns].transpose(0, 1).reshape(-1, rows, columns)
            pooled.append(self.reduce(grid).flatten(1).transpose(0, 1))
        hidden = nn.functional.gelu(self.first(torch.stack(pooled)))
        return self.second(hidden) + self.table.flatten(0, 1)
`;

/** The stranger's: another model altogether, which cuts nothing and projects with one matrix. */
const straight = `import torch
from torch import nn


class ImageBridge(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.norm = nn.LayerNorm(config.vision_width)
        self.linear = nn.Linear(config.vision_width, config.hidden_size)
        self.gate = nn.Parameter(torch.zeros(1))

    def forward(self, pixels):
        hidden = self.linear(self.norm(pixels))
        half = hidden.shape[1] // 2
        even, odd = hidden[:, 0::2], hidden[:, 1::2]
        mixed = torch.cat([even[:, :half], odd[:, :half]], dim=-1)
        return torch.tanh(self.gate) * mixed.mean(dim=1, keepdim=True)

    @torch.no_grad()
    def describe(self, pixels, names):
        scores = self.forward(pixels).squeeze(1) @ names.transpose(0, 1)
        ranked = scores.argsort(dim=-1, descending=True)
        return [[int(index) for index in row[:5]] for row in ranked]
`;

/** Files of code by name, for each model of the miniature. */
export const foundingCode = {
  original: { 'resampler.py': resampler, 'image_processing.py': slicing },
  copy: {
    'projection.py': reworded(resampler, '# Projects SigLIP features for Llama3-V'),
    'image_processing.py': reworded(slicing, '# Splits images for Llama3-V'),
  },
  cousin: { 'pooling.py': pooling },
  stranger: { 'bridge.py': straight },
} as const;
