import { type IToken, tokenMatcher } from "chevrotain";
import type { ChannelsLiteral, Name, NumberLiteral, SizeLiteral } from "./syntax";
import { OpenQuoted, Quoted, rangeOf } from "./tokens";

/** What a name's token says, without its quotes. */
export function nameOf(token: IToken): Name {
  const range = rangeOf(token);
  if (!tokenMatcher(token, Quoted))
    return { kind: "name", range, text: token.image, quoted: false };
  const end = token.tokenType === OpenQuoted ? undefined : -1;
  return { kind: "name", range, text: token.image.slice(1, end), quoted: true };
}

export function numberOf(token: IToken): NumberLiteral {
  return { kind: "number", range: rangeOf(token), value: Number(token.image) };
}

/** `3 x 32 x 32` */
export function sizeOf(token: IToken): SizeLiteral {
  return { kind: "size", range: rangeOf(token), sizes: token.image.split("x").map(Number) };
}

/** `2c` or `c/2` */
export function channelsOf(token: IToken): ChannelsLiteral {
  const text = token.image;
  const factor = text.startsWith("c/") ? 1 / Number(text.slice(2)) : Number.parseInt(text, 10);
  return { kind: "channels", range: rangeOf(token), factor, text };
}
