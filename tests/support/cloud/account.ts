/** The per-user MFA state as Graph names it. */
export type PerUserState = 'disabled' | 'enabled' | 'enforced';

/** An account of the simulated tenant. `methods` are Graph type names without `#microsoft.graph.` and `AuthenticationMethod`. */
export interface CloudAccount {
  id: string;
  userPrincipalName: string;
  displayName: string;
  accountEnabled: boolean;
  methods: string[];
  state: PerUserState;
  /** Whether the registration report lists it. Microsoft's leaves out disabled accounts, and new ones for some hours. */
  isReported: boolean;
}
