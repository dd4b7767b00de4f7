/** A Microsoft 365 account. `id` is its Entra object id: the UPN may change. */
export interface Account {
  id: string;
  upn: string;
  displayName: string;
  enabled: boolean;
}
