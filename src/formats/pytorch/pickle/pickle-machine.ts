// The pickle machine, run on inert values: stack, marks and memo move as Python's would, and nothing is ever called.
import { ForebearError } from '../../../errors.ts';
import type { Instruction } from './instruction.ts';
import { latestProtocol } from './opcode-table.ts';
import { type Persistence, PickleCalls, type UnknownCall } from './pickle-calls.ts';
import { PickleStack } from './pickle-stack.ts';
import { isNode, PickleDict, type PickleList, type PickleValue, quoted, textOf } from './pickle-values.ts';

/** A checkpoint takes some thirty instructions per tensor; the largest have 100,000 tensors with their optimiser. */
const maxInstructions = 20_000_000;

/** Runs one pickle. `value` is what it described, once `run` has answered true. */
export class PickleMachine {
  value: PickleValue = null;
  protocol = 0;
  readonly #subject: string;
  readonly #size: number;
  readonly #calls: PickleCalls;
  readonly #stack: PickleStack;
  #instructions = 0;
  /** Where the frame we are in ends; 0 outside of frames. */
  #frameEnd = 0;

  /** `size`: bytes of the whole source. */
  constructor(subject: string, size: number, persistence: Persistence) {
    this.#subject = subject;
    this.#size = size;
    this.#stack = new PickleStack(subject, size);
    this.#calls = new PickleCalls(subject, persistence);
  }

  /** Calls of names that we do not know, by name. */
  get unknownCalls(): ReadonlyMap<string, UnknownCall> {
    return this.#calls.unknown;
  }

  /** Every storage referred to, by key, as it was first referred to. */
  get storages(): PickleCalls['storages'] {
    return this.#calls.storages;
  }

  /**
   * One step; true after STOP. Throws `format` where Python's machine would stumble, `limit` beyond a budget,
   * `unsafe` for names and deeds that no weights need, `unsupported` for references that only the writer understands.
   */
  run(instruction: Instruction): boolean {
    this.#instructions += 1;
    if (this.#instructions > maxInstructions) throw this.#stack.beyond(`${maxInstructions} instructions`);
    if (this.#frameEnd > 0) this.#checkFrame(instruction);
    this.#step(instruction);
    return instruction.name === 'STOP';
  }

  #step({ at, name, argument, end }: Instruction): void {
    const stack = this.#stack;
    switch (name) {
      case 'PROTO':
        this.protocol = argument as number;
        if (this.protocol <= latestProtocol) return;
        throw new ForebearError('unsupported', this.#subject, `protocol ${latestProtocol} at most`, `${this.protocol}`);
      case 'FRAME':
        this.#frameEnd = end + (argument as number);
        if (this.#frameEnd <= this.#size) return;
        throw new ForebearError(
          'source',
          this.#subject,
          `a frame up to byte ${this.#frameEnd}`,
          `${this.#size} bytes in all`,
        );
      case 'STOP':
        this.value = stack.pop(at);
        if (!stack.isEmpty) throw stack.fault(at, 'one value at STOP', 'more');
        return;

      case 'MARK':
        stack.mark();
        return;
      case 'POP':
        stack.discard(at);
        return;
      case 'POP_MARK':
        stack.popMark(at);
        return;
      case 'DUP':
        stack.push(stack.top(at));
        return;

      case 'PUT':
      case 'BINPUT':
      case 'LONG_BINPUT':
        stack.memoise(argument as number, at);
        return;
      case 'MEMOIZE':
        stack.memoise(undefined, at);
        return;
      case 'GET':
      case 'BINGET':
      case 'LONG_BINGET':
        stack.recall(argument as number, at);
        return;

      case 'NONE':
        stack.push(null);
        return;
      case 'NEWTRUE':
      case 'NEWFALSE':
        stack.push(name === 'NEWTRUE');
        return;
      case 'INT':
      case 'LONG':
      case 'FLOAT':
      case 'STRING':
      case 'UNICODE':
      case 'BININT':
      case 'BININT1':
      case 'BININT2':
      case 'BINFLOAT':
      case 'LONG1':
      case 'LONG4':
      case 'BINSTRING':
      case 'SHORT_BINSTRING':
      case 'BINUNICODE':
      case 'SHORT_BINUNICODE':
      case 'BINUNICODE8':
      case 'BINBYTES':
      case 'SHORT_BINBYTES':
      case 'BINBYTES8':
      case 'BYTEARRAY8':
        stack.push(argument as PickleValue);
        return;

      case 'EMPTY_TUPLE':
        stack.pushNode({ kind: 'tuple', items: noItems });
        return;
      case 'TUPLE1':
      case 'TUPLE2':
      case 'TUPLE3':
        stack.pushNode({ kind: 'tuple', items: stack.popSeveral(Number(name.at(-1)), at) });
        return;
      case 'TUPLE':
        stack.pushNode({ kind: 'tuple', items: stack.popMark(at) });
        return;
      case 'EMPTY_LIST':
        stack.pushNode({ kind: 'list', items: [] });
        return;
      case 'LIST':
        stack.pushNode({ kind: 'list', items: stack.popMark(at) });
        return;
      case 'EMPTY_SET':
        stack.pushNode({ kind: 'set', items: [] });
        return;
      case 'FROZENSET':
        stack.pushNode({ kind: 'set', items: stack.popMark(at) });
        return;
      case 'EMPTY_DICT':
        stack.pushNode(new PickleDict());
        return;
      case 'DICT': {
        const pairs = stack.popMark(at);
        const dict = new PickleDict();
        stack.pushNode(dict);
        this.#setPairs(dict, pairs, at);
        return;
      }

      case 'APPEND': {
        const item = stack.pop(at);
        this.#append(stack.top(at), [item], at);
        return;
      }
      case 'APPENDS':
      case 'ADDITEMS': {
        const items = stack.popMark(at);
        this.#append(stack.top(at), items, at);
        return;
      }
      case 'SETITEM': {
        const value = stack.pop(at);
        const key = stack.pop(at);
        this.#setItems(stack.top(at), [key, value], at);
        return;
      }
      case 'SETITEMS': {
        const pairs = stack.popMark(at);
        this.#setItems(stack.top(at), pairs, at);
        return;
      }

      case 'GLOBAL': {
        const [module, global] = argument as readonly [string, string];
        stack.pushNode(this.#calls.global(module, global, at));
        return;
      }
      case 'STACK_GLOBAL': {
        const global = textOf(stack.pop(at));
        const module = textOf(stack.pop(at));
        if (module === undefined || global === undefined) throw this.#stack.fault(at, 'two names', 'something else');
        stack.pushNode(this.#calls.global(module, global, at));
        return;
      }
      case 'REDUCE':
      case 'NEWOBJ': {
        const args = stack.popTuple(at);
        stack.pushNode(this.#calls.call(stack.pop(at), args, at));
        return;
      }
      case 'NEWOBJ_EX': {
        const named = stack.pop(at);
        const args = stack.popTuple(at);
        if (!isNode(named, 'dict')) throw this.#stack.fault(at, 'a dictionary of named arguments', 'something else');
        stack.pushNode(this.#calls.call(stack.pop(at), named.size === 0 ? args : [...args, named], at));
        return;
      }
      case 'INST': {
        const [module, global] = argument as readonly [string, string];
        const args = stack.popMark(at);
        stack.pushNode(this.#calls.call(this.#calls.global(module, global, at), args, at));
        return;
      }
      case 'OBJ': {
        const [callee, ...args] = stack.popMark(at);
        if (callee === undefined) throw this.#stack.fault(at, 'a class after the mark', 'nothing');
        stack.pushNode(this.#calls.call(callee, args, at));
        return;
      }
      case 'BUILD': {
        const state = stack.pop(at);
        this.#calls.build(stack.top(at), state, at);
        return;
      }
      case 'BINPERSID':
        stack.pushNode(this.#calls.persistent(stack.pop(at), at));
        return;
      case 'PERSID':
        // PyTorch refers by tuples, which a line of text cannot be.
        throw this.#stack.fault(at, 'references as tuples', `the text “${quoted(argument as string)}”`);

      case 'EXT1':
      case 'EXT2':
      case 'EXT4': {
        const found = `number ${argument as number} of the writer’s own register at byte ${at}`;
        throw new ForebearError('unsupported', this.#subject, 'classes by name', found);
      }
      case 'NEXT_BUFFER': {
        const found = `a buffer outside of it at byte ${at}`;
        throw new ForebearError('unsupported', this.#subject, 'all data in the pickle', found);
      }
      case 'READONLY_BUFFER':
        stack.top(at);
        return;
    }
  }

  /** Python's own reader lets no frame begin inside another, and no instruction reach over the end of one. */
  #checkFrame({ at, name, end }: Instruction): void {
    if (at >= this.#frameEnd) this.#frameEnd = 0;
    else if (end > this.#frameEnd || name === 'FRAME') {
      throw this.#stack.fault(at, `instructions within the frame up to byte ${this.#frameEnd}`, name);
    }
  }

  #append(target: PickleValue, items: readonly PickleValue[], at: number): void {
    let list: PickleValue[] | undefined;
    if (isNode(target, 'list') || isNode(target, 'set')) list = target.items;
    else if (isNode(target, 'call')) list = target.items ??= [];
    if (list === undefined) throw this.#stack.fault(at, 'a list to append to', 'something else');
    for (const item of items) list.push(item);
  }

  #setItems(target: PickleValue, pairs: readonly PickleValue[], at: number): void {
    if (isNode(target, 'dict')) this.#setPairs(target, pairs, at);
    else if (isNode(target, 'call')) this.#setPairs((target.entries ??= new PickleDict()), pairs, at);
    else throw this.#stack.fault(at, 'a dictionary to set in', 'something else');
  }

  #setPairs(dict: PickleDict, pairs: readonly PickleValue[], at: number): void {
    if (pairs.length % 2 === 1) throw this.#stack.fault(at, 'a value for each key', 'a key alone');
    for (let i = 0; i < pairs.length; i += 2) {
      const original = pairs[i] as PickleValue;
      const key = textOf(original) ?? original;
      // No dictionary has a key twice, so no honest pickle sets one twice; a second value would hide the first.
      if (typeof key === 'string' && dict.has(key))
        throw this.#stack.fault(at, 'each key once', `“${quoted(key)}” twice`);
      dict.set(key, pairs[i + 1] as PickleValue);
    }
    this.#stack.count(pairs.length / 2);
  }
}

const noItems: PickleList['items'] = [];
