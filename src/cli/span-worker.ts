// A thread that scans spans for the others; it is given bytes and gives back figures, and knows neither files nor models.
import { parentPort } from 'node:worker_threads';
import { type SpanJob, scanSpan } from '../evidence/weights/span-scan.ts';

parentPort?.on('message', ({ id, job }: { readonly id: number; readonly job: SpanJob }) => {
  const figures = scanSpan(job);
  // The job's memory goes back to be filled again.
  const bytes = [job.suspect.bytes, job.candidate.bytes];
  parentPort?.postMessage(
    { id, figures, bytes },
    bytes.map(({ buffer }) => buffer as ArrayBuffer),
  );
});
