// Search without a browser: queries against the index of crates/errbook-docs/src/search, which is loaded part by part.
// `errbookSearch.find(query)` gives the best results of what is loaded, and the names of the files that would make them better.
"use strict";
globalThis.errbookSearch = (() => {
  const LIMIT = 12; // results
  const CANDIDATES = 24; // results whose messages are compared with a pasted one
  const BLOCKS = 6; // files that this may need
  const WORD = /[\p{Alphabetic}\p{N}]+/gu;

  let meta; // settings of the index
  let codes; // an object for each code
  let byCode; // code or former code -> position
  let lines; // what is searched as text: code and name of each, in lower case
  let starts; // where each line starts
  let words; // all words, sorted
  const shards = []; // of each shard, where its words are, undecoded
  const templates = []; // of each block, the messages
  let squeezed; // `lines` without anything but letters and digits, made when needed

  const tokens = (text) => text.toLowerCase().match(WORD) ?? [];
  const asWords = (segment) => {
    const spaced = segment.replace(/[_.-]/g, " ");
    const first = String.fromCodePoint(spaced.codePointAt(0) ?? 32);
    return first.toUpperCase() + spaced.slice(first.length);
  };

  // Reads the index itself.
  function index(of) {
    meta = of;
    codes = [];
    byCode = new Map();
    starts = [];
    const text = [];
    let at = 0, segments = [], state = "-";
    for (const line of of.codes.split("\n")) {
      if (!line) continue;
      const [path, name, own, aliases] = line.split("\t");
      segments = segments.slice(0, +path[0]).concat(path.slice(1).split("/"));
      state = own || state;
      const last = segments[segments.length - 1];
      const plain = segments.join(of.separator);
      const code = of.prefix ? of.prefix + of.separator + plain : plain;
      const mark = { r: "retired", d: "deprecated", f: "draft" }[state[state.length - 1]];
      const entry = {
        code, mark, segments,
        name: name || asWords(last),
        statuses: state.match(/\d+/g) ?? [],
        // Positions within the line: of the last segment, and of the name.
        last: plain.length - last.length,
        title: plain.length + 1,
      };
      for (const alias of aliases ? aliases.split(" ") : []) byCode.set(alias.toLowerCase(), codes.length);
      byCode.set(code.toLowerCase(), codes.length);
      codes.push(entry);
      starts.push(at);
      text.push(`${plain}\t${entry.name}${aliases ? "\t" + aliases : ""}`);
      at += text[text.length - 1].length + 1;
    }
    lines = text.join("\n").toLowerCase();
    words = [];
    let before = "";
    for (const word of of.words.split(" ")) {
      before = before.slice(0, parseInt(word[0], 36)) + word.slice(1);
      words.push(before);
    }
  }

  // Positions of the first word that is not before `word`.
  function lowerBound(word) {
    let low = 0, high = words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (words[middle] < word) low = middle + 1; else high = middle;
    }
    return low;
  }

  function decode(text, each) {
    let number = 0, shift = 0, next = 0;
    for (let at = 0; at < text.length; at++) {
      const char = text.charCodeAt(at);
      const digit = char > 96 ? char - 71 : char === 95 ? 63 : char > 64 ? char - 65 : char > 47 ? char + 4 : 62;
      number += (digit & 31) << shift;
      shift += 5;
      if (digit < 32) {
        each(next + number);
        next += number + 1;
        number = shift = 0;
      }
    }
  }

  // One query being answered.
  class Query {
    constructor() {
      this.missing = new Set();
    }

    // The score of each code for one word: where it stands in the code and the name, in the message, in the summary.
    word(word, factor = 1, scores = new Float32Array(codes.length)) {
      this.inLines(word, factor, scores);
      const exact = word.length < 3;
      for (let at = lowerBound(word); at < words.length && words[at].startsWith(word); at++) {
        if (exact && words[at] !== word) break;
        this.inTexts(at, factor * (words[at] === word ? 1 : 0.6), scores);
      }
      return scores;
    }

    inLines(word, factor, scores) {
      let code = 0;
      for (let at = lines.indexOf(word); at >= 0; at = lines.indexOf(word, at + 1)) {
        while (starts[code + 1] <= at) code++;
        const place = at - starts[code], entry = codes[code];
        const starting = !at || !isLetter(lines[at - 1]);
        if (!starting && word.length < 3) continue;
        const whole = starting && !isLetter(lines[at + word.length] ?? "");
        let score = whole ? 8 : starting ? 5 : 1.5;
        if (place >= entry.last && place < entry.title) score *= 1.5;
        if (place === entry.last) score *= 1.2;
        scores[code] = Math.max(scores[code], score * factor);
      }
    }

    inTexts(at, factor, scores) {
      let shard = meta.shards.length - 1;
      while (meta.shards[shard] > at) shard--;
      if (!shards[shard]) return void this.missing.add(`words-${shard}`);
      const places = shards[shard][at - meta.shards[shard]];
      if (places === "*") return;
      const [messages, summaries] = places.split(".");
      decode(messages, (code) => (scores[code] = Math.max(scores[code], 4 * factor)));
      decode(summaries ?? "", (code) => (scores[code] = Math.max(scores[code], 2 * factor)));
    }

    // The same with one typing error: all words that one letter more, less, other or swapped makes of `word`.
    near(word, scores) {
      if (word.length < 4) return scores;
      for (const other of words) {
        if (other !== word && isNear(word, other)) this.word(other, 0.4, scores);
      }
      return scores;
    }

    // Whether a word is so common that the index leaves out where it is.
    isCommon(word) {
      const at = lowerBound(word);
      if (words[at] !== word) return false;
      let shard = meta.shards.length - 1;
      while (meta.shards[shard] > at) shard--;
      return shards[shard]?.[at - meta.shards[shard]] === "*";
    }

    // Codes of which each of the words is found somewhere, with the sums of their scores.
    all(found) {
      const sums = new Map();
      for (let code = 0; code < codes.length; code++) {
        let sum = 0;
        for (const scores of found) {
          if (!scores[code]) { sum = 0; break; }
          sum += scores[code];
        }
        if (sum) sums.set(code, sum);
      }
      return sums;
    }

    // Codes of which some of the words are found: rare ones count more.
    some(found) {
      const sums = new Float32Array(codes.length);
      for (const scores of found) {
        let count = 0;
        for (const score of scores) if (score) count++;
        const weight = Math.log(1 + codes.length / (count || 1));
        for (let code = 0; code < codes.length; code++) if (scores[code]) sums[code] += weight * Math.min(scores[code], 4);
      }
      const sorted = [...sums.keys()].filter((code) => sums[code]).sort((a, b) => sums[b] - sums[a] || a - b);
      return new Map(sorted.slice(0, CANDIDATES).map((code) => [code, sums[code] / 100]));
    }

    // Lifts the codes whose message, with any values in it, is part of the text: the longer the message the higher.
    messages(text, candidates, sums) {
      const plain = text.toLowerCase().replace(/\s+/g, " ");
      const blocks = new Set();
      for (const code of candidates) {
        const block = Math.floor(code / meta.block);
        if (!templates[block]) {
          if (blocks.size < BLOCKS) blocks.add(`messages-${block}`);
          continue;
        }
        const template = templates[block][code % meta.block]?.toLowerCase().replace(/ +/g, " ") ?? "";
        if (template.trim() && holds(plain, template.trim())) {
          sums.set(code, (sums.get(code) ?? 0) + 1000 + template.replaceAll("\t", "").length);
        }
      }
      for (const block of blocks) this.missing.add(block);
    }
  }

  const isLetter = (char) => /[\p{Alphabetic}\p{N}]/u.test(char);

  // Whether a text holds a message: its literal parts in order, with at least one letter between two of them.
  function holds(text, template) {
    const parts = template.split("\t");
    let from = 0;
    for (const [index, part] of parts.entries()) {
      if (!part) continue;
      const at = text.indexOf(part, from + (index ? 1 : 0));
      if (at < 0) return false;
      from = at + part.length;
    }
    return parts.some((part) => part.match(WORD));
  }

  // Whether one typing error makes of `word` the start of `other`, or the reverse.
  function isNear(word, other) {
    if (other.length < word.length - 1) return false;
    let at = 0;
    while (at < word.length && word[at] === other[at]) at++;
    const rest = word.slice(at), others = other.slice(at);
    const short = Math.abs(word.length - other.length) > 1;
    const same = (a, b) => (short ? b.startsWith(a) : a === b || (a.length > 2 && b.startsWith(a)));
    return same(rest.slice(1), others.slice(1)) // another letter
      || same(rest.slice(1), others) // one too many
      || same(rest, others.slice(1)) // one missing
      || (rest.length > 1 && rest[0] === others[1] && rest[1] === others[0] && same(rest.slice(2), others.slice(2)));
  }

  // Codes that are written in the text, as they are or as the URL of their page.
  function written(text, sums) {
    const depth = codes[0]?.segments.length ?? 0;
    for (const piece of text.toLowerCase().match(/[^\s"'`,;()<>{}[\]]+/g) ?? []) {
      const path = piece.replace(/[?#].*/, "").replace(/(\.html|\.md|\/)$/, "").split("/").slice(-depth).join(meta.separator);
      for (const code of [piece, piece.replace(/[.:!?]+$/, ""), meta.prefix + meta.separator + piece, meta.prefix + meta.separator + path, path]) {
        const at = byCode.get(code);
        if (at !== undefined) sums.set(at, 1e6);
      }
    }
  }

  // The query as a part of a code, whatever joins its words: `key_auth`, `data:key`, `KeyAuthNotFound`.
  function parts(text, sums) {
    let part = text.toLowerCase();
    const prefix = meta.prefix + meta.separator;
    if (meta.prefix && part.startsWith(prefix)) part = part.slice(prefix.length);
    if (part.length < 2 || /\s/.test(part)) return;
    let code = 0;
    for (let at = lines.indexOf(part); at >= 0; at = lines.indexOf(part, at + 1)) {
      while (starts[code + 1] <= at) code++;
      const place = at - starts[code], entry = codes[code];
      if (place >= entry.title) continue;
      const bonus = place === entry.last ? 200 : !isLetter(lines[at - 1] ?? "") ? 60 : 20;
      const whole = place + part.length === entry.title - 1 && place === entry.last ? 100 : 0;
      sums.set(code, (sums.get(code) ?? 0) + bonus + whole);
    }
  }

  function squeeze(text, sums) {
    const part = tokens(text).join("");
    if (part.length < 4) return;
    squeezed ??= lines.split("\n").map((line) => (line.slice(0, line.indexOf("\t")).match(WORD) ?? []).join(""));
    squeezed.forEach((line, code) => {
      if (line.includes(part)) sums.set(code, 10 + (line.endsWith(part) ? 10 : 0));
    });
  }

  function find(text) {
    if (!meta) return { results: [], total: 0, missing: ["index"] };
    const query = new Query();
    let list = tokens(text);
    if (list.length > 1 && list[0] === meta.prefix.toLowerCase()) list = list.slice(1);
    list = [...new Set(list)].slice(0, 40);
    const found = list.map((word) => query.word(word));
    const useful = found.filter((_, at) => !query.isCommon(list[at]) || found[at].some(Boolean));
    let sums = query.all(useful.length ? useful : found);
    if (list.length) parts(text.trim(), sums);
    if (!sums.size) squeeze(text, sums);
    if (!sums.size && list.length && list.length < 8) {
      sums = query.all(list.map((word, at) => query.near(word, found[at].slice())));
    }
    if (list.length > 2) {
      const some = query.some(found);
      query.messages(text, new Set([...[...sums.keys()].slice(0, CANDIDATES), ...some.keys()]), sums);
      if (!sums.size) sums = some;
    }
    if (list.length) written(text, sums);
    return answer(sums, query.missing);
  }

  function answer(sums, missing) {
    const rank = (code) => sums.get(code) - (codes[code].mark === "retired" ? 0.5 : 0);
    const order = [...sums.keys()].sort((a, b) => rank(b) - rank(a) || codes[a].code.length - codes[b].code.length || a - b);
    const results = order.slice(0, LIMIT).map((code) => {
      const { segments, ...entry } = codes[code];
      return { ...entry, href: segments.map(encodeURIComponent).join("/") + meta.end };
    });
    return { results, total: order.length, missing: [...missing] };
  }

  return {
    index,
    words: (shard, text) => void (shards[shard] = text.split(" ")),
    messages: (block, text) => void (templates[block] = text.split("\n")),
    find,
  };
})();
