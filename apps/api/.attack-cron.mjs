import { CronExpressionParser } from 'cron-parser';
const tb=(cron,timeZone,after,until,limit)=>{const t=[];const e=CronExpressionParser.parse(cron,{tz:timeZone,currentDate:new Date(after)});while(t.length<limit){const x=e.next().getTime();if(x>until)break;if(x>after)t.push(x);}return t;};
for (const c of ['H H * * *','? 2 * * *','0 2 L * *','0 2 * * 1#2','0 2 31 2 *','0 0 29 2 *','0 2 * * 7','*/7 * * * *','0 2 * * MON']) { try { CronExpressionParser.parse(c,{tz:'UTC'}).next(); console.log('accepts',c); } catch(e){console.log('refuses',c,e.message);} }
const zones=['UTC','Asia/Singapore','Europe/London','America/New_York','Australia/Lord_Howe','Africa/Cairo','America/Santiago','Asia/Kathmandu','America/Havana','Asia/Beirut'];
const crons=['0 2 * * *','30 2 * * *','30 1 * * *','0 * * * *','*/15 * * * *','15 1,2,3 * * *','0 0 * * *','30 0 * * *','45 1 * * 0','* * * * *'];
let bad=0;
for (const z of zones) for (const c of crons) {
  const from=Date.UTC(2026,0,1), to= c==='* * * * *'||c.startsWith('*/')? Date.UTC(2026,3,30):Date.UTC(2027,0,1);
  const all=tb(c,z,from,to,1e6);
  for(let i=1;i<all.length;i++) if(all[i]<=all[i-1]) {bad++;console.log('nonmono',z,c,new Date(all[i]).toISOString());}
  // incremental from each tick
  if (all.length<9000){ let p=from; const inc=[]; for(;;){const [n]=tb(c,z,p,to,1); if(n===undefined)break; inc.push(n); p=n;}
  const a=new Set(all), b=new Set(inc); const lost=all.filter(x=>!b.has(x)), extra=inc.filter(x=>!a.has(x)); if(lost.length||extra.length){bad++;console.log('diff tick',z,c,'lost',lost.map(x=>new Date(x).toISOString()),'extra',extra.map(x=>new Date(x).toISOString()));}
  // days without a tick for daily crons
  if(/^\d+ \d+ \* \* \*$/.test(c)){const days=new Map();for(const x of all){const d=new Intl.DateTimeFormat('en-CA',{timeZone:z}).format(x);days.set(d,(days.get(d)||0)+1);} for(let d=Date.UTC(2026,0,2,12);d<Date.UTC(2026,11,30);d+=864e5){const k=new Intl.DateTimeFormat('en-CA',{timeZone:z}).format(d); if(days.get(k)!==1)console.log('day',z,c,k,days.get(k)||0);}}}
}
console.log('bad',bad);
