// The search engine, independent of the browser. It queries the index of crates/errbook-docs/src/search, which is loaded in parts.
// `errbookSearch.find(query)` returns the best results in the loaded parts, and the names of files that would improve them.
"use strict";
globalThis.errbookSearch = (() => {
  const LIMIT = 12; // results
  const CANDIDATES = 24; // codes whose messages are compared with a pasted one
  const BLOCKS = 6; // files that this may need
  const SHARDS = 16; // files of words that a query may need; long words tell most
  const PASTED = 4; // so many words are no longer typed but pasted: they are complete
  const WORD = /[\p{Alphabetic}\p{N}]+/gu;
  const LETTER = /[\p{Alphabetic}\p{N}]/u;
  const MARKS = { r: "retired", d: "deprecated", f: "draft", v: "reserved", i: "internal" };

  let meta; // settings of the index
  let count; // how many codes there are
  let texts; // a line for each code: its segments, joined by `/`, its name, and its aliases
  let lines; // the same in lower case, which is what is searched
  let starts; // where each line starts; one more than there are codes
  let lasts; // where in its line the last segment of each code starts
  let ends; // where in its line the segments end and a tab follows
  let states; // statuses and mark of each code
  let words; // all words, sorted
  const shards = []; // of each shard, where its words are, undecoded
  const templates = []; // of each block, the messages of each code
  let squeezed; // codes without anything but letters and digits, made when needed

  // Reads the index itself. Ten thousand codes are read while somebody types a letter, so that this makes few objects.
  function index(of) {
    meta = of;
    count = of.count;
    [starts, lasts, ends] = [count + 1, count, count].map((length) => new Uint32Array(length));
    states = [];
    const pieces = [];
    let from = 0, shared = -1, prefix = "", path = "", state = "-";
    for (let at = 0; at < count; at++) {
      const end = of.codes.indexOf("\n", from);
      const fields = of.codes.slice(from + 1, end).split("\t");
      const depth = of.codes.charCodeAt(from) - 48;
      from = end + 1;
      if (depth !== shared) prefix = path.split("/").slice(0, (shared = depth)).map((segment) => segment + "/").join("");
      path = prefix + fields[0];
      const last = path.lastIndexOf("/") + 1;
      const name = fields[1] || asWords(path.slice(last));
      states.push((state = fields[2] || state));
      const piece = fields[3] ? `${path}\t${name}\t${fields[3]}\n` : `${path}\t${name}\n`;
      pieces.push(piece);
      lasts[at] = last;
      ends[at] = path.length;
      starts[at + 1] = starts[at] + piece.length;
    }
    texts = pieces.join("");
    lines = lower(texts);
    words = [];
    let word = "";
    for (const own of of.words.split(" ")) words.push((word = word.slice(0, parseInt(own[0], 36)) + own.slice(1)));
  }

  // In lower case, unless a letter becomes two by that: each must stay where it is.
  function lower(text) {
    const all = text.toLowerCase();
    return all.length === text.length ? all : text.replace(/./gsu, (char) => (char.toLowerCase().length === char.length ? char.toLowerCase() : char));
  }

  const asWords = (segment) => {
    const spaced = segment.replace(/[_.-]/g, " ");
    const first = String.fromCodePoint(spaced.codePointAt(0) ?? 32);
    return first.toUpperCase() + spaced.slice(first.length);
  };

  const pathOf = (code) => texts.slice(starts[code], starts[code] + ends[code]);

  const tokens = (text) => text.toLowerCase().match(WORD) ?? [];

  // Whether a letter or digit stands at a place of `lines`.
  function letterAt(at) {
    const code = lines.charCodeAt(at);
    if (code > 127) return LETTER.test(lines[at]);
    return (code > 96 && code < 123) || (code > 47 && code < 58);
  }

  // Calls `each` with the codes whose lines hold a text, and where in the line.
  function inLines(text, each) {
    let code = 0;
    for (let at = lines.indexOf(text); at >= 0; at = lines.indexOf(text, at + 1)) {
      while (starts[code + 1] <= at) code++;
      each(code, at - starts[code], at);
    }
  }

  // Position of the first of `words` that is not before `word`.
  function lowerBound(word) {
    let low = 0, high = words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (words[middle] < word) low = middle + 1; else high = middle;
    }
    return low;
  }

  // Raises the scores of the codes in a list of gaps.
  function raise(scores, gaps, score) {
    let number = 0, shift = 0, next = 0;
    for (let at = 0; at < gaps.length; at++) {
      const char = gaps.charCodeAt(at);
      const digit = char > 96 ? char - 71 : char === 95 ? 63 : char > 64 ? char - 65 : char > 47 ? char + 4 : 62;
      number += (digit & 31) << shift;
      shift += 5;
      if (digit < 32) {
        const code = next + number;
        if (scores[code] < score) scores[code] = score;
        next = code + 1;
        number = shift = 0;
      }
    }
  }

  // What a query needs of the index.
  class Query {
    constructor() {
      this.missing = new Set();
      this.used = new Set();
    }

    // Where the word at a position is, unless that is not loaded or would take too many files.
    places(at) {
      let low = 0, high = meta.shards.length;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (meta.shards[middle] > at) high = middle; else low = middle;
      }
      if (this.used.size < SHARDS) this.used.add(low);
      if (!this.used.has(low)) return "";
      if (!shards[low]) this.missing.add(`words-${low}`);
      return shards[low]?.[at - meta.shards[low]] ?? "";
    }

    // Whether a word is so common that the index leaves out where it is.
    isCommon(word) {
      const at = lowerBound(word);
      return words[at] === word && this.places(at) === "*";
    }

    // The score of each code for one word: where it stands in the code and the name, in the message, in the summary.
    word(word, isWhole, factor = 1, scores = new Float32Array(count)) {
      inLines(word, (code, place, at) => {
        const starting = place === 0 || !letterAt(at - 1);
        if (!starting && word.length < 3) return;
        let score = !starting ? 1.5 : letterAt(at + word.length) ? 5 : 8;
        if (place >= lasts[code] && place < ends[code]) score *= place === lasts[code] ? 1.8 : 1.5;
        if (scores[code] < score * factor) scores[code] = score * factor;
      });
      if (/^[1-5]\d\d$/.test(word)) states.forEach((state, at) => state.includes(word) && (scores[at] ||= 6));
      const complete = isWhole || word.length < 3;
      for (let at = lowerBound(word); words[at]?.startsWith(word); at++) {
        if (complete && words[at] !== word) break;
        const [messages, summaries] = this.places(at).split(".");
        if (messages === "*") continue;
        const quality = factor * (words[at] === word ? 1 : 0.6);
        raise(scores, messages, 4 * quality);
        if (summaries) raise(scores, summaries, 2 * quality);
      }
      return scores;
    }

    // The same with one typing error.
    near(word, isWhole, scores) {
      for (const other of word.length < 4 ? [] : words) {
        if (other !== word && isNear(word, other)) this.word(other, isWhole, 0.4, scores);
      }
      return scores;
    }
  }

  // Whether one letter more, less, other or two swapped makes of `word` the start of `other`.
  function isNear(word, other) {
    const longer = other.length - word.length;
    if (longer < -1 || (word[0] !== other[0] && word[1] !== other[1] && word[0] !== other[1] && word[1] !== other[0])) return false;
    let at = 0;
    while (at < word.length && word[at] === other[at]) at++;
    const rest = word.slice(at), others = other.slice(at);
    return others.slice(1).startsWith(rest.slice(1)) // another letter
      || others.startsWith(rest.slice(1)) // one too many
      || others.slice(1).startsWith(rest) // one missing
      || (rest.length > 1 && rest[0] === others[1] && rest[1] === others[0] && others.slice(2).startsWith(rest.slice(2)));
  }

  // Codes of which each of the words is found somewhere, with the sums of their scores.
  function all(found) {
    const sums = new Map();
    if (!found.length) return sums;
    for (let code = 0; code < count; code++) {
      let sum = 0;
      for (let at = 0; at < found.length; at++) {
        if (!found[at][code]) { sum = 0; break; }
        sum += found[at][code];
      }
      if (sum) sums.set(code, sum);
    }
    return sums;
  }

  // The codes of which most of the words are found: rare words count more.
  function some(found) {
    const sums = new Float32Array(count);
    let best = 0;
    for (const scores of found) {
      let holding = 0;
      for (let code = 0; code < count; code++) if (scores[code]) holding++;
      const weight = Math.log(1 + count / (holding || 1));
      for (let code = 0; code < count; code++) {
        if (scores[code]) best = Math.max(best, (sums[code] += weight * Math.min(scores[code], 4)));
      }
    }
    const good = [];
    for (let code = 0; code < count; code++) if (sums[code] && sums[code] >= best / 3) good.push(code);
    good.sort((a, b) => sums[b] - sums[a] || a - b);
    return new Map(good.slice(0, CANDIDATES).map((code) => [code, sums[code] / 100]));
  }

  const add = (sums, code, score) => sums.set(code, (sums.get(code) ?? 0) + score);

  // Lifts the codes with a message that, with any values in it, is part of the text: the longer the message the higher.
  function messages(query, text, candidates, sums) {
    const plain = text.toLowerCase().replace(/\s+/g, " ");
    const blocks = new Set();
    for (const code of candidates) {
      const block = Math.floor(code / meta.block);
      if (blocks.size < BLOCKS) blocks.add(block);
      if (!blocks.has(block)) continue;
      if (!templates[block]) query.missing.add(`messages-${block}`);
      const texts = templates[block]?.[code % meta.block]?.toLowerCase().replace(/ +/g, " ").split("\v") ?? [];
      const held = texts.map((text) => text.trim()).filter((text) => text && holds(plain, text));
      const lengths = held.map((text) => text.replaceAll("\t", "").length);
      if (held.length) add(sums, code, 1000 + Math.max(...lengths));
    }
  }

  // Whether a text holds a message: its literal parts in order, with at least one letter between two of them.
  function holds(text, template) {
    const parts = template.split("\t");
    let from = 0;
    for (const [at, part] of parts.entries()) {
      if (!part) continue;
      const found = text.indexOf(part, from + (at ? 1 : 0));
      if (found < 0) return false;
      from = found + part.length;
    }
    return parts.some((part) => LETTER.test(part));
  }

  // Codes that are written in the text, as they are or as the URL of their page.
  function written(text, sums) {
    const depth = pathOf(0).split("/").length;
    for (const piece of (text.toLowerCase().match(/[^\s"'`,;()<>{}[\]]+/g) ?? []).slice(0, 20)) {
      const code = piece.replace(/[.:!?]+$/, "");
      const url = piece.replace(/[?#].*/, "").replace(/(\.html|\.md|\/)$/, "").split("/").slice(-depth).join("/");
      for (const path of new Set([asPath(code), url])) {
        inLines(`${path}\t`, (at, place) => place === 0 && add(sums, at, 1e6));
      }
      if (code.length < 3) continue;
      inLines(code, (at, place, start) => {
        const former = lines.indexOf("\t", starts[at] + ends[at] + 1);
        if (former < 0 || start <= former) return;
        if (/[\t ]/.test(lines[start - 1]) && /[ \n]/.test(lines[start + code.length])) add(sums, at, 1e5);
      });
    }
  }

  // A code, or a part of one, as the lines have it.
  function asPath(code) {
    const prefix = meta.prefix.toLowerCase() + meta.separator;
    return (meta.prefix && code.startsWith(prefix) ? code.slice(prefix.length) : code).replaceAll(meta.separator, "/");
  }

  // The whole query as a part of a code, `key_auth` or `data:key`; or as a name.
  function asTyped(text, sums) {
    if (text.length < 2) return;
    const part = asPath(text);
    inLines(part, (code, place, at) => {
      if (place > ends[code]) return;
      const whole = place + part.length === ends[code] && place === lasts[code] ? 100 : 0;
      add(sums, code, whole + (place === lasts[code] ? 200 : !letterAt(at - 1) ? 60 : 20));
    });
    inLines(`\t${text}`, (code, place, at) => {
      if (place === ends[code]) add(sums, code, /[\t\n]/.test(lines[at + 1 + text.length]) ? 500 : 20);
    });
  }

  // The query as a part of a code, whatever joins its words: `KeyAuthNotFound`. Or as the end of one, with one typing error.
  function squeeze(text, sums, withError) {
    const part = tokens(text).join("");
    if (part.length < 4) return;
    squeezed ??= Array.from(states, (_, code) => tokens(pathOf(code)).join(""));
    squeezed.forEach((code, at) => {
      const end = withError && tokens(pathOf(at).slice(lasts[at])).join("");
      if (withError ? isNear(part, end) && end.length <= part.length + 1 : code.includes(part)) {
        sums.set(at, code.endsWith(part) ? 20 : 10);
      }
    });
  }

  function find(text) {
    if (!meta) return { results: [], total: 0, missing: ["index"] };
    const query = new Query();
    let list = tokens(text);
    if (list.length > 1 && list[0] === meta.prefix.toLowerCase()) list = list.slice(1);
    list = [...new Set(list)];
    const isWhole = list.length >= PASTED;
    // Long words first: they tell most, should there be too many.
    list = list.sort((a, b) => b.length - a.length).slice(0, 40);
    const found = list.map((word) => query.word(word, isWhole));
    let sums = all(found.filter((scores, at) => !query.isCommon(list[at]) || scores.some(Boolean)));
    if (list.length) asTyped(text.trim().toLowerCase().replace(/\s+/g, " "), sums);
    if (list.length && count) written(text, sums);
    if (query.missing.size) return answer(sums, query);
    if (!sums.size) squeeze(text, sums);
    if (!sums.size && list.length < 8) sums = all(list.map((word, at) => query.near(word, isWhole, found[at].slice())));
    if (!sums.size && !query.missing.size && list.length === 1) squeeze(text, sums, true);
    if (list.length > 2 || (list.length > 1 && !sums.size)) {
      const candidates = some(found);
      if (list.length > 2) messages(query, text, candidates.keys(), sums);
      if (!sums.size) sums = candidates;
    }
    return answer(sums, query);
  }

  function answer(sums, query) {
    const isRetired = (code) => states[code].endsWith("r");
    const rank = (code) => sums.get(code) - (isRetired(code) ? 0.5 : 0);
    let order = [...sums.keys()];
    // Sorting thousands of which a dozen is shown would take longer than finding them.
    if (order.length > 500) {
      const least = order.map(rank).sort((a, b) => b - a)[LIMIT];
      order = order.filter((code) => rank(code) >= least);
    }
    order.sort((a, b) => rank(b) - rank(a) || ends[a] - ends[b] || a - b);
    const results = order.slice(0, LIMIT).map((code) => ({
      code: (meta.prefix && meta.prefix + meta.separator) + pathOf(code).replaceAll("/", meta.separator),
      name: texts.slice(starts[code] + ends[code] + 1, starts[code + 1] - 1).split("\t")[0],
      statuses: states[code].match(/\d+/g) ?? [],
      mark: MARKS[states[code].slice(-1)],
      href: pathOf(code).split("/").map(encodeURIComponent).join("/") + meta.end,
    }));
    return { results, total: sums.size, missing: [...query.missing] };
  }

  return {
    index,
    words: (shard, text) => void (shards[shard] = text.split(" ")),
    messages: (block, text) => void (templates[block] = text.split("\n")),
    find,
  };
})();
