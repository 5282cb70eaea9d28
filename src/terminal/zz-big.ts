import {tokenize} from '@alcalzone/ansi-tokenize';
import stringWidth from 'string-width';
import {Screen} from './screen.ts';
import {createRandom, hostileString} from '../../test/terminal/fuzz-strings.ts';
const safeRow = /^(?:\u001b\[[\d;]*m|[^\p{Control}\p{Surrogate}\p{Default_Ignorable_Code_Point}])*$/u;
let worst=0, bad=0; const grand=performance.now(); let worstRow=0; const ws:number[]=[],rs:number[]=[];
for (const seed of [1,2,3,4]) {
  const random=createRandom(seed); const columns=[80,120,2,33][seed-1]??80;
  const screen=new Screen({columns,rows:24});
  await screen.write('漢字 line\r\n'.repeat(5100));
  for(let i=0;i<25000;i++){ const t=hostileString(random); const s=performance.now(); await screen.write(t); const d=performance.now()-s; ws.push(d);if(d>worst){worst=d;console.log('write',d.toFixed(1),JSON.stringify(t).slice(0,150));}
    const s2=performance.now(); const rows=screen.rows(); const e=performance.now()-s2; rs.push(e);worstRow=Math.max(worstRow,e);
    if(i%5===0) for(const row of rows){ const w=stringWidth(row); let ink=0; let plain=''; for(const tk of tokenize(row)) if(tk.type==='char'){ ink+=Math.max(1,stringWidth(tk.value)); plain+=tk.value;} const expectPlain=row.replace(/\x1b\[[\d;]*m/g,'');
      if(!safeRow.test(row)||w>columns||ink>columns||plain!==expectPlain||ink!==w){ if(bad++<10) console.log('BAD',columns,w,ink,JSON.stringify(row)); } }
  }
}
ws.sort((a,b)=>b-a);rs.sort((a,b)=>b-a);
console.log('worst write',ws.slice(0,8).map(x=>x.toFixed(1)),'p99',ws[1000],'rows',rs.slice(0,8).map(x=>x.toFixed(1)),'p50',rs[50000],'p99',rs[1000],'bad',bad,'total s',(performance.now()-grand)/1000);
