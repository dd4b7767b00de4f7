/** What one window needs to know of its surroundings. */
export interface WindowSurroundings {
  /** Where links to Microsoft's page lead in the demo; the window adds whose page it is. */
  securityInfoUrl: string;
  upn: string;
  /** The origins of the page that frames the window, which also serves the cards' pictures. */
  pageOrigins: string[];
}

/**
 * What the Playground's page may load and who may frame it. It would fetch fonts and a script from Microsoft's content
 * network otherwise; the demo sends nothing beyond this machine.
 */
export function contentPolicy({ pageOrigins }: WindowSurroundings): string {
  const pages = pageOrigins.join(' ');
  return [
    `default-src 'self'`,
    `script-src 'self' 'unsafe-inline'`,
    `style-src 'self' 'unsafe-inline'`,
    `font-src 'self' data:`,
    `img-src 'self' data: blob: ${pages}`,
    `connect-src 'self' ws:`,
    `frame-ancestors ${pages}`,
  ].join('; ');
}

/** The Playground's own start page with the demo's style and script in its head. */
export function dressedPage(html: string, surroundings: WindowSurroundings): string {
  const settings = JSON.stringify(surroundings).replaceAll('<', '\\u003c');
  const head = `<style>${style}</style><script>(${script.toString()})(${settings})</script>`;
  // A function: in a replacement text `$&` and the like would be read as patterns.
  return html.replace('<head>', () => `<head>${head}`);
}

const conversationList = 'div:has(> div > [role="region"][aria-label="Chat and Teams Channel"])';

const messageHeader = '[aria-label="Message header"]';

/**
 * Only the chat is left: the Playground's title bar, list of conversations, log panel and first page speak to developers.
 * The times of messages are the machine's, not the demo's. Its class names change with each version, so the rules hang
 * on titles and labels.
 */
const style = `
#root div:has(> div > h1):has(button[title="Toggle Log Panel"]),
#root ${conversationList},
#root div:has(> div > div > div > button[title="Hide log panel"]),
#root div:has(> div > div > div > span > a[href^="https://aka.ms/teams-app-test-tool"]),
#root button[aria-label="Trigger Message Extension App"],
#root button[aria-label="Show more information"],
#root [aria-label="Message timestamp"] { display: none !important; }
#root ${conversationList} + div, #root ${conversationList} + div > div { min-width: 0 !important; width: 100%; }
#root ${conversationList} + div > div > div:last-child { padding: 8px 16px 14px !important; }
#root div:has(> ${conversationList}) { height: 100% !important; }
#root ${conversationList} + div, #root ${conversationList} + div > div { height: 100% !important; }
#root div:has(> ${messageHeader}) { margin: 0 12px !important; min-width: 0; }
#root ${messageHeader} + div > div:not(:first-child) { min-width: 0; padding: 6px !important; }
#root ${messageHeader} + div > div:not(:first-child) > div { width: auto !important; min-width: 0 !important; max-width: 100% !important; }
body, #root, #root * { font-family: "Segoe UI", "Segoe UI Web (West European)", system-ui, "Helvetica Neue", sans-serif !important; }
`;

/**
 * Runs in the window before the Playground's own script. Two things: an edit of a message that this page never showed
 * (it was loaded anew since) would stop the page from taking any further message, so it is left out; and a link to the
 * pretend "Security info" page says whose page it is.
 */
const script = function inWindow(settings: WindowSurroundings): void {
  // The types of a browser are not part of this project's settings, for the sake of this one function.
  const page = globalThis as unknown as BrowserWindow;
  const shown = new Set<unknown>();
  const Socket = page.WebSocket;
  page.WebSocket = class extends Socket {
    constructor(...parts: [string, ...unknown[]]) {
      super(...parts);
      if (!String(parts[0]).includes('/_ws_conversation/')) return;
      this.addEventListener('message', (event) => {
        const { action, message } = JSON.parse(event.data) as {
          action?: string;
          message?: { messageId?: unknown };
        };
        if (action === 'createMessage') shown.add(message?.messageId);
        if (action === 'updateMessage' && !shown.has(message?.messageId)) event.stopImmediatePropagation();
      });
    }
  };
  const open = page.open.bind(page);
  page.open = (address, ...rest) => {
    const isSecurityInfo = String(address).startsWith(settings.securityInfoUrl);
    const target = `${settings.securityInfoUrl}?account=${encodeURIComponent(settings.upn)}`;
    return open(isSecurityInfo ? target : address, ...rest);
  };
};

interface BrowserWindow {
  WebSocket: new (
    ...parts: [string, ...unknown[]]
  ) => {
    addEventListener(
      type: 'message',
      listener: (event: { data: string; stopImmediatePropagation(): void }) => void,
    ): void;
  };
  open(address?: unknown, ...rest: unknown[]): unknown;
}
