/** All that counts here of a button. */
interface Titled {
  title: string;
}

/**
 * Buttons in the lines in which they fit side by side on a phone, in their order, each line about as long as the
 * others. Teams neither wraps a line of buttons nor their words: on a narrow screen it cuts titles short or lets
 * buttons stand out of sight (github.com/microsoft/AdaptiveCards, issues 4758 and 6880).
 */
export function buttonLines<Button extends Titled>(actions: Button[]): Button[][] {
  const full = linesOf(actions, actions.length);
  const even = linesOf(actions, Math.ceil(actions.length / Math.max(1, full.length)));
  return even.length === full.length ? even : full;
}

/** Pixels inside a card that is 320 wide, and between two buttons; measured in the gallery, as are the widths. */
const phone = 288;
const gap = 8;

function linesOf<Button extends Titled>(actions: Button[], most: number): Button[][] {
  const lines: Button[][] = [];
  let room = 0;
  for (const action of actions) {
    const width = widthOf(action);
    const line = lines.at(-1);
    if (line !== undefined && line.length < most && width + gap <= room) {
      line.push(action);
      room -= width + gap;
    } else {
      lines.push([action]);
      room = phone - width;
    }
  }
  return lines;
}

/** An estimate on the safe side: 7.5 pixels a letter of the 14 pixel bold font; most titles need less. */
function widthOf({ title }: Titled): number {
  return Math.max(64, title.length * 7.5 + 26);
}
