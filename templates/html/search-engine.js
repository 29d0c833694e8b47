//# allFunctionsCalledOnLoad
// The search engine, independent of the browser. It queries the index of crates/errbook-docs/src/search, which is loaded in parts.
// `errbookSearch.find(query)` returns the best results in the loaded parts, and the names of files that would improve them.
// The first line makes V8 compile all functions while the index is loading, instead of one by one while a reader waits.
"use strict";
globalThis.errbookSearch = (() => {
  const LIMIT = 12; // results
  const CANDIDATES = 24; // codes whose messages are compared with a pasted one
  const BLOCKS = 6; // files that this may need, or the texts of the results
  const SHARDS = 16; // files of words that a query may need; long words tell most
  const PASTED = 4; // so many words are no longer typed but pasted: they are complete
  const TYPED = 80; // letters of a query that may have typing errors
  const LONG = 40; // words of a query that are searched
  const LEVELS = [4, 3, 2.5, 1]; // what a word counts in messages, in names of a response, in summaries, and in the other prose
  const WHOLE = 8; // and in the code and the name, as a whole word
  const STATUS = 12; // what the status of a code counts
  const SUNK = { r: 0.4, v: 0.4, i: 0.5, f: 0.7, d: 0.8 }; // what is left of the score of a code with this mark
  const PHRASE = 1; // what it adds to a score if all words follow each other as in the query
  const SHORT = 6; // letters of a word
  const SNIPPET = 150; // letters of a text that are shown
  const WORD = /[\p{Alphabetic}\p{N}]+/gu;
  const LETTER = /[\p{Alphabetic}\p{N}]/u;
  const MARKS = { r: "retired", d: "deprecated", f: "draft", v: "reserved", i: "internal" };
  // Words of a question. They count nothing next to words that say what it is about.
  const QUESTION = new Set(("a an the i im me my we our you your it its this that these those there is are was were be been being am do does did doing how "
    + "why what when where which who can could should would will to of for in on at with from by and or but so if then as about into get gets getting got "
    + "have has had having please help fix fixed fixing solve resolve handle mean means meaning error errors code codes status statuses http https response "
    + "return returns returned says say said show shows see seeing keep keeps still just only always suddenly t s m ve re don").split(" "));

  let meta; // settings of the index
  let count; // how many codes there are, and behind them how many other pages
  let entries; // how many codes there are
  let texts; // a line end, and a line for each of them: the segments of a code, joined by `/`, the name, and the aliases
  let lines; // the same in lower case, which is what is searched
  let starts; // where each line starts; one more than there are lines
  let ends; // where in its line the segments of a code end and a tab follows, once that is needed
  let lasts; // where in its line the last segment of a code starts, once that is needed
  let states; // statuses and mark of each code
  let pages; // other pages, of statuses and of codes on other sites: link, title, code, and the site
  let words; // all words, sorted
  const shards = []; // of each shard, where its words are, undecoded
  const blocks = []; // of each block, the summaries and messages of each code
  let former; // the index of each alias, and of each code that its path doesn't tell, made when needed
  let squeezed; // codes without anything but letters and digits, made when needed

  // Reads the index itself. A reader waits for this after the first letter, so ten thousand codes are cut by few native calls.
  function index(of) {
    meta = of;
    entries = of.count;
    pages = of.pages.split("\n").slice(0, -1).map((line) => line.split("\t"));
    count = entries + pages.length;
    states = of.states.split("\n").concat(pages.map(([, title, code]) => (code ? "-" : title.slice(0, 3))));
    texts = "\n" + of.codes + pages.map(([, title, code]) => `\t${title}${code ? "\t" + code : ""}\n`).join("");
    lines = lower(texts);
    words = of.words.split(" ");
    [starts, ends, lasts] = [count + 1, count, count].map((length) => new Uint32Array(length));
    starts[0] = 1;
    for (let at = 0; at < count; at++) starts[at + 1] = texts.indexOf("\n", starts[at]) + 1;
  }

  // In lower case, unless a letter becomes two by that: each must stay where it is.
  function lower(text) {
    const all = text.toLowerCase();
    return all.length === text.length ? all : text.replace(/./gsu, (char) => (char.toLowerCase().length === char.length ? char.toLowerCase() : char));
  }

  const endOf = (code) => (ends[code] ||= texts.indexOf("\t", starts[code]) - starts[code]);

  const pathOf = (code) => texts.slice(starts[code], starts[code] + endOf(code));

  const lastOf = (code) => (lasts[code] ||= Math.max(0, texts.lastIndexOf("/", starts[code] + endOf(code)) + 1 - starts[code]));

  const nameOf = (code) => texts.slice(starts[code] + endOf(code) + 1, starts[code + 1] - 1).split("\t")[0];

  // The fields of a code in lower case.
  const fieldsOf = (code) => lines.slice(starts[code], starts[code + 1] - 1).split("\t");

  const tokens = (text) => text.toLowerCase().match(WORD) ?? [];

  // A word without its ending, in American spelling: `authorised`, `authorizes`, and `authorization` are one word.
  function stem(word) {
    if (word.length < 4 || /\d/.test(word)) return word;
    const spelled = word.replace(/(?<=..)our(?=$|s|ed|ing|al|ab|ful|less)/, "or").replace(/is(?=e[ds]?$|ing$|ations?$)/, "iz").replace(/yse(?=[ds]?$)/, "yze")
      .replace(/nce(?=s?$)/, "nse").replace(/tre(?=s?$)/, "ter").replace(/ogue(?=s?$)/, "og").replace(/mme(?=s?$)/, "m").replace("ll", "l");
    const singular = spelled.replace(/ies$/, "y").replace(/(?<=s|x|z|ch|sh)es$/, "").replace(/(?<![su])s$/, "");
    const bare = singular.replace(/(?<=...)(ed|ing|ion|e)$/, "").replace(/ificat$/, "ify").replace(/(?<=.{5})at$|(?<=iz)at$/, "");
    return bare.replace(/i$/, "y").replace(/([bdgmnprt])\1$/, "$1");
  }

  // Whether a letter or digit stands at a place of `lines`.
  function letterAt(at) {
    const code = lines.charCodeAt(at);
    if (code > 127) return LETTER.test(lines[at]);
    return (code > 96 && code < 123) || (code > 47 && code < 58);
  }

  // The code in whose line a place is, at or behind another code: in growing steps, and then in shrinking ones.
  function codeAt(place, code) {
    let step = 1;
    for (; starts[code + step] <= place; step *= 2) code += step;
    for (step /= 2; step >= 1; step /= 2) if (starts[code + step] <= place) code += step;
    return code;
  }

  // Calls `each` with the codes whose lines hold a text, and where in the line. All of them hold nothing, which tells nothing.
  function inLines(text, each) {
    if (!text) return;
    let code = 0;
    for (let at = lines.indexOf(text); at >= 0; at = lines.indexOf(text, at + 1)) {
      code = codeAt(at, code);
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
        scores.raise(code, score);
        next = code + 1;
        number = shift = 0;
      }
    }
  }

  // What codes score for one word. Most score nothing, so those that score are listed.
  class Scores {
    constructor() {
      this.of = new Float32Array(count);
      this.codes = [];
    }

    raise(code, score) {
      if (this.of[code] >= score) return;
      if (!this.of[code]) this.codes.push(code);
      this.of[code] = score;
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

    // Raises the scores of the codes with a word of the index. Returns whether it is in more codes than the index says.
    indexed(at, factor, scores) {
      const places = this.places(at);
      const isCommon = places[0] === "*";
      places.slice(isCommon ? 1 : 0).split(".").forEach((gaps, level) => raise(scores, gaps, LEVELS[level] * factor));
      return isCommon;
    }

    // Raises the scores of the codes with a text in the code, the name, or an alias.
    headed(word, factor, scores) {
      inLines(word, (code, place, at) => {
        const isStart = place === 0 || !letterAt(at - 1);
        if (!isStart && word.length < 4) return;
        let score = !isStart ? 1.5 : letterAt(at + word.length) ? WHOLE / 2 : WHOLE;
        const end = endOf(code), last = place < end ? lastOf(code) : 0;
        if (place < last) score *= 0.75;
        else if (place < end) score *= (place === last ? 1.6 : 1.4) * brevity(end - last);
        scores.raise(code, score * factor);
      });
    }

    // The scores for one word, and its weight: a word in few codes tells more.
    word(word, isWhole) {
      const scores = new Scores();
      this.headed(word, 1, scores);
      if (/^[1-5]\d\d$/.test(word)) states.forEach((state, at) => state.includes(word) && scores.raise(at, STATUS));
      let isCommon = false;
      for (const [at, quality] of variants(word, isWhole)) {
        if (words[at] !== word && quality > 0.6) this.headed(words[at], quality, scores);
        if (this.indexed(at, quality, scores) && words[at] === word) isCommon = true;
      }
      this.parts(word, scores);
      return { scores, weight: weightOf(scores, isCommon) };
    }

    // Raises the scores of the codes with both words of which a word is made: `ratelimit`.
    parts(word, scores) {
      const [first, second] = split(word).map((part) => this.word(part, true).scores);
      first?.codes.forEach((code) => scores.raise(code, 0.8 * Math.min(first.of[code], second.of[code])));
    }

    // The same for words that differ by one typing error.
    near(word, isWhole) {
      const scores = new Scores();
      for (const at of word.length > 3 ? words.keys() : []) {
        if (words[at] === word || !isNear(word, words[at], isWhole)) continue;
        this.headed(words[at], 0.5, scores);
        this.indexed(at, 0.5, scores);
      }
      return { scores, weight: weightOf(scores, false) };
    }
  }

  // A word says more about a short text than about a long one.
  const brevity = (length) => 1.25 / (0.75 + length / 80);

  function weightOf(scores, isCommon) {
    const holding = scores.codes.length + (isCommon ? count / 2 : 0);
    return holding ? Math.log(1 + count / holding) : 0;
  }

  // The positions of a word of the index, of those with the same stem, and of those that it starts; and how well each fits.
  function variants(word, isWhole) {
    const found = [];
    const base = stem(word), start = word.slice(0, 3);
    for (let at = lowerBound(start); words[at]?.startsWith(start); at++) {
      const quality = words[at] === word ? 1 : stem(words[at]) === base ? 0.9 : !isWhole && word.length > 2 && words[at].startsWith(word) ? 0.6 : 0;
      if (quality) found.push([at, quality]);
    }
    return found;
  }

  const isIndexed = (word) => words[lowerBound(word)] === word;

  // The two words of the index of which a word is made, if there are such.
  function split(word) {
    for (let at = word.length - 3; at > 2; at--) {
      const parts = [word.slice(0, at), word.slice(at)];
      if (parts.every(isIndexed)) return parts;
    }
    return [];
  }

  // Whether one letter more, less, other or two swapped makes of `word` the start of `other`, or all of it.
  function isNear(word, other, isWhole) {
    const longer = other.length - word.length;
    if (longer < -1 || (isWhole && longer > 1) || (word[0] !== other[0] && word[1] !== other[1] && word[0] !== other[1] && word[1] !== other[0])) return false;
    let at = 0;
    while (at < word.length && word[at] === other[at]) at++;
    const rest = word.slice(at), others = other.slice(at);
    return others.slice(1).startsWith(rest.slice(1)) // another letter
      || others.startsWith(rest.slice(1)) // one too many
      || others.slice(1).startsWith(rest) // one missing
      || (rest.length > 1 && rest[0] === others[1] && rest[1] === others[0] && others.slice(2).startsWith(rest.slice(2)));
  }

  const sunk = (code) => SUNK[states[code].slice(-1)] ?? 1;

  // The codes with some of the words. What counts are the words of which a code has much, rare ones most, and how few are absent.
  function ranked(found) {
    const sums = new Float32Array(count), held = new Float32Array(count);
    const codes = [];
    let all = 0;
    for (const { scores, weight } of found) {
      all += weight;
      for (const code of scores.codes) {
        if (!held[code]) codes.push(code);
        sums[code] += weight * scores.of[code];
        held[code] += weight;
      }
    }
    let best = 0;
    for (const code of codes) {
      sums[code] *= (held[code] / all) * sunk(code);
      if (sums[code] > best) best = sums[code];
    }
    const ranks = new Map();
    for (const code of codes) if (sums[code] >= best / 4) ranks.set(code, sums[code]);
    return ranks;
  }

  const add = (sums, code, score) => sums.set(code, (sums.get(code) ?? 0) + score);

  // Lifts the codes with a message that, with any values in it, is part of the text, or of which the text is a part: the longer the higher.
  function messages(query, text, candidates, sums) {
    const plain = text.toLowerCase().replace(/\s+/g, " ").trim();
    const used = new Set();
    const pairs = new Set(pairsOf(text));
    const isPasted = pairs.size >= PASTED - 1;
    for (const code of candidates) {
      const [summary = "", ...own] = code < entries ? textsOf(query, code, used) : [];
      if (sums.get(code) < 1000) sums.set(code, sums.get(code) * (1 + PHRASE * phrases(pairs, [nameOf(code), summary, ...own])));
      const of = own.map((text) => text.toLowerCase().replace(/ +/g, " ").trim());
      const lengths = of.map((text) => (text && holds(plain, text) ? literal(text) : isPasted && text.includes(plain) ? plain.length : 0));
      const length = Math.max(0, ...lengths);
      // A short message, such as `Forbidden`, can be part of any text.
      if (length > 2 * SHORT || length > plain.length / 2) add(sums, code, 1000 + length);
    }
  }

  // Pairs of words that follow each other, without their endings.
  function pairsOf(text) {
    const list = tokens(text.slice(0, 500)).map(stem);
    return list.slice(1).map((word, at) => `${list[at]} ${word}`);
  }

  // Which share of the pairs is in some texts.
  function phrases(pairs, texts) {
    const own = new Set(texts.flatMap(pairsOf));
    return [...pairs].filter((pair) => own.has(pair)).length / (pairs.size || 1);
  }

  const literal = (template) => template.replaceAll("\t", "").length;

  // The summary of a code and its messages, unless they are not loaded or in more files than `used` may hold.
  function textsOf(query, code, used) {
    const block = Math.floor(code / meta.block);
    if (used.size < BLOCKS) used.add(block);
    if (used.has(block) && !blocks[block]) query.missing.add(`messages-${block}`);
    return (used.has(block) && blocks[block]?.[code % meta.block]?.split("\v")) || [];
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
      for (const path of new Set([asPath(code), url].filter(Boolean))) {
        const line = `\n${path}\t`;
        for (let at = lines.indexOf(line); at >= 0; at = lines.indexOf(line, at + 1)) add(sums, codeAt(at + 1, 0), 1e6);
      }
      const outside = pages.flatMap(([, , code], at) => (code ? entries + at : []));
      former ??= new Map([...meta.former, ...outside].flatMap((at) => fieldsOf(at)[2].split(" ").map((alias) => [alias, at])));
      if (former.has(code)) add(sums, former.get(code), 1e5);
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
      if (place > endOf(code) || (SUNK[states[code].slice(-1)] && !/[^\p{L}]/u.test(part))) return;
      const last = lastOf(code);
      const whole = place + part.length === endOf(code) && place === last ? 100 : 0;
      add(sums, code, (whole + (place === last ? 200 : !letterAt(at - 1) ? 60 : 20)) * sunk(code));
    });
    inLines(`\t${text}`, (code, place, at) => {
      if (place === endOf(code)) add(sums, code, /[\t\n]/.test(lines[at + 1 + text.length]) ? 500 : 20);
    });
  }

  // The query as a part of a code, whatever joins its words: `KeyAuthNotFound`. Or as the last segment of one, with one typing error.
  function squeeze(text, sums, withError) {
    const part = tokens(text).join("");
    if (part.length < 4) return;
    squeezed ??= Array.from(states, (_, code) => tokens(pathOf(code)).join(""));
    squeezed.forEach((code, at) => {
      if (code.includes(part)) add(sums, at, code.endsWith(part) ? 120 : 60);
      else if (withError && isNear(part, tokens(pathOf(at).slice(lastOf(at))).join(""), true)) add(sums, at, 60);
    });
  }

  // The words of a query that count, long ones first: they tell most, should there be too many.
  function terms(text) {
    const parts = (word) => (isIndexed(word.toLowerCase()) ? word : word.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, " "));
    let list = tokens((text.match(WORD) ?? []).map(parts).join(" "));
    if (list.length > 1 && list[0] === meta.prefix.toLowerCase()) list = list.slice(1);
    const telling = list.filter((word) => !QUESTION.has(word));
    return [...new Set(telling.length ? telling : list)].sort((a, b) => b.length - a.length).slice(0, LONG);
  }

  // Lifts the page of a status that is all that a query tells.
  function bareStatus(list, sums) {
    if (list.length !== 1 || !/^[1-5]\d\d$/.test(list[0])) return;
    const page = states.indexOf(list[0], entries);
    if (page >= 0) add(sums, page, 1e4);
  }

  function find(text) {
    if (!meta) return { results: [], total: 0, missing: ["index"] };
    const query = new Query();
    const list = terms(text);
    const isWhole = list.length >= PASTED;
    const found = list.map((word) => query.word(word, isWhole));
    if (!query.missing.size) {
      list.forEach((word, at) => {
        if (!found[at].weight && text.length < TYPED) found[at] = query.near(word, list.length > 1);
      });
    }
    const sums = ranked(found);
    if (list.length) asTyped(text.trim().toLowerCase().replace(/\s+/g, " "), sums);
    if (list.length && count) written(text, sums);
    bareStatus(list, sums);
    if (query.missing.size) return answer(sums, query, list);
    if (!/\s/.test(text.trim()) && !isIndexed(text.trim().toLowerCase())) squeeze(text, sums, !found.every(({ weight }) => weight));
    if (list.length > 1) {
      const candidates = [...sums.keys()].sort((a, b) => sums.get(b) - sums.get(a) || a - b).slice(0, CANDIDATES);
      messages(query, text, candidates, sums);
    }
    return answer(sums, query, list);
  }

  // The text of a code that has most of the words, in pieces: every second one is a word that was searched.
  function snippet(query, code, used, list) {
    const stems = new Set(list.map(stem));
    const isHit = (word) => stems.has(stem(word.toLowerCase())) || list.some((of) => of.length > 2 && word.toLowerCase().startsWith(of));
    let best = [], most = -1;
    for (const text of textsOf(query, code, used)) {
      const pieces = text.replaceAll("\t", "…").split(/([\p{Alphabetic}\p{N}]+)/u);
      const hits = new Set(pieces.filter((piece, at) => at % 2 && isHit(piece)).map((word) => stem(word.toLowerCase()))).size;
      if (text && hits > most) [best, most] = [pieces, hits];
    }
    return cut(best.map((piece, at) => ({ text: piece, hit: at % 2 === 1 && isHit(piece) })));
  }

  // About so many letters of a text as fit, from a bit before the first hit.
  function cut(pieces) {
    const length = (of) => of.reduce((sum, { text }) => sum + text.length, 0);
    let from = Math.max(0, pieces.findIndex(({ hit }) => hit) - 12);
    while (from && length(pieces.slice(from - 1)) < SNIPPET) from--;
    let to = pieces.length;
    while (length(pieces.slice(from, to)) > SNIPPET) to--;
    const dots = (isCut) => (isCut ? [{ text: "…", hit: false }] : []);
    return [...dots(from), ...pieces.slice(from, to), ...dots(to < pieces.length)];
  }

  function answer(sums, query, list) {
    const rank = (code) => sums.get(code);
    let order = [...sums.keys()];
    // Sorting thousands of which a dozen is shown would take longer than finding them.
    if (order.length > 500) {
      const least = Float64Array.from(order, rank).sort().at(-1 - LIMIT);
      order = order.filter((code) => rank(code) >= least);
    }
    order.sort((a, b) => rank(b) - rank(a) || endOf(a) - endOf(b) || a - b);
    const used = new Set();
    const results = order.slice(0, LIMIT).map((code) => result(code, query, used, list));
    return { results, total: sums.size, missing: [...query.missing] };
  }

  function result(code, query, used, list) {
    const name = nameOf(code);
    if (code >= entries) {
      const [href, , outside = "", site] = pages[code - entries];
      return { code: outside, name, statuses: [], mark: site ?? "all codes", href, snippet: [] };
    }
    const own = (meta.prefix && meta.prefix + meta.separator) + pathOf(code).replaceAll("/", meta.separator);
    return {
      code: meta.included.includes(code) ? texts.slice(starts[code], starts[code + 1] - 1).split("\t")[2].split(" ")[0] : own,
      name,
      statuses: states[code].match(/\d+/g) ?? [],
      mark: MARKS[states[code].slice(-1)],
      href: pathOf(code).split("/").map(encodeURIComponent).join("/") + meta.end,
      snippet: snippet(query, code, used, list),
    };
  }

  return {
    index,
    words: (shard, text) => void (shards[shard] = text.split(" ")),
    messages: (block, text) => void (blocks[block] = text.split("\n")),
    find,
  };
})();
