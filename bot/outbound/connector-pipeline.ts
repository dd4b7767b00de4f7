import type { ConnectorClient } from 'botframework-connector';

/** One HTTP request of the connector's client; a time-out of 0 means none. */
export interface ConnectorRequest {
  timeout: number;
  abortSignal?: AbortSignal | undefined;
  /** Answers with one of these statuses (infinity: any) come with their body as a stream, not read yet. */
  streamResponseStatusCodes?: Set<number> | undefined;
}

export interface ConnectorResponse {
  status: number;
  headers: { get(name: string): string | undefined };
  bodyAsText?: string | null;
  readableStreamBody?: NodeJS.ReadableStream | undefined;
}

export interface ConnectorPolicy {
  name: string;
  sendRequest(
    request: ConnectorRequest,
    next: (request: ConnectorRequest) => Promise<ConnectorResponse>,
  ): Promise<ConnectorResponse>;
}

/** The part of the client's request pipeline that this house changes. */
export interface ConnectorPipeline {
  addPolicy(policy: ConnectorPolicy, options?: { afterPhase?: 'Retry' | 'Sign' }): void;
  removePolicy(options: { name: string }): unknown;
}

/**
 * The pipeline behind a connector client (learn.microsoft.com/javascript/api/@azure/core-rest-pipeline/pipeline).
 * botframework-connector 4.23 keeps the client that owns it in `client`, which its types call private.
 * Throws when a newer SDK keeps it elsewhere: its hidden retries must not come back unseen.
 */
export function pipelineOf(client: ConnectorClient): ConnectorPipeline {
  // Safe as far as it goes: the shape is looked at before it is used.
  const { client: inner } = client as unknown as { client?: { pipeline?: ConnectorPipeline } };
  if (!inner?.pipeline)
    throw new Error('The connector client has no request pipeline where it was looked for.');
  return inner.pipeline;
}
