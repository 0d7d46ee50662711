import { encodeSafetensors } from '../../forgeries/write-safetensors.ts';
import { tinyLlama, tinyLlamaShape } from '../../forgeries/tiny-llama.ts';
import { openModel } from '../../src/model/open.ts';
import { memorySource } from '../../src/bytes/memory.ts';
import { examine } from '../../src/case/examine.ts';
const open = (m:any,name='m') => openModel({kind:'files',name,files:[{path:'model.safetensors',source:memorySource(encodeSafetensors([...m].map(([name,t]:any)=>({name,dtype:t.dtype,shape:t.shape,values:t.values}))))}]});
for (const shape of [{layers:2,width:32,heads:4,keyValueHeads:4,feedForward:64,vocabulary:64},{layers:2,width:48,heads:4,keyValueHeads:4,feedForward:96,vocabulary:96},{layers:2,width:32,heads:4,keyValueHeads:4,feedForward:48,vocabulary:48}]) {
 const t0=performance.now(); const ms=[]; for(let i=0;i<60;i++) ms.push(await open(tinyLlama(100+i,shape),`s${i}`));
 console.log('make',performance.now()-t0);
 const t=performance.now(); const c:any={}; const cc:any={};
 for(let i=0;i<60;i++){ const k=await examine(ms[i]!,[ms[(i+1)%60]!]); for(const q of k.comparisons){c[q.verdict.answer]=(c[q.verdict.answer]??0)+1; for(const z of q.components){const key=z.component+z.verdict.answer; cc[key]=(cc[key]??0)+1;} }}
 console.log(shape.width,(performance.now()-t)/60,'ms/pair',c,cc);
}
