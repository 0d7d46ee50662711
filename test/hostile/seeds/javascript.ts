// Small valid scripts that carry models, one for each way in which they do.
const utf8 = new TextEncoder();
const base64 = Buffer.from(Uint8Array.from({ length: 240 }, (_, i) => (i * 7) % 256)).toString('base64');
const url = base64.replaceAll('+', '-').replaceAll('/', '_');
const description = `{modelTopology:{a:[1,.5,!0,'\\x41',"b",\`c\`],/* d */e:null},weights:"${'w'.repeat(250)}"}`;

export const javascriptSeeds: readonly Uint8Array[] = [
  `export const weights: string = '${base64}'; // a comment`,
  `!function(e){e.exports="data:application/octet-stream;base64,${base64}"}({})`,
  `export default (${description});`,
  `module.exports = JSON.parse('${JSON.stringify({ a: 'b'.repeat(300) })}'); const x = new Uint8Array(atob(\`${url}\`))`,
  `{"a/b.tflite": "${base64}", "c": ["${url}"]}`,
].map((script) => utf8.encode(script));
