/** What the benchmark uses of a package that brings no types. */
declare module '@nlpjs/basic' {
  interface Nlp {
    settings: { log: boolean; autoSave: boolean };
    addLanguage(locale: string): void;
    addDocument(locale: string, text: string, intent: string): void;
    train(): Promise<void>;
    process(locale: string, text: string): Promise<{ intent: string; score: number }>;
  }
  export function dockStart(settings: { use: string[] }): Promise<{ get(name: 'nlp'): Nlp }>;
}
