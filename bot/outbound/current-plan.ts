import type { DeliveryKind } from '../../services/deliveries/delivery.ts';
import type { PlanFollower } from '../../services/plan-changes/follow-plan.ts';
import type { Prepare } from './at-send.ts';

/** Every kind of delivery, decided by the plan as the service desk last changed it, on whichever instance. */
export function byCurrentPlan(
  kinds: Record<DeliveryKind, Prepare>,
  follower: PlanFollower,
): Record<DeliveryKind, Prepare> {
  const followed =
    (prepare: Prepare): Prepare =>
    async (delivery) => {
      await follower.withinASecond();
      return prepare(delivery);
    };
  // The keys are those of `kinds`, which Object.entries forgets.
  return Object.fromEntries(
    Object.entries(kinds).map(([kind, prepare]) => [kind, followed(prepare)]),
  ) as Record<DeliveryKind, Prepare>;
}
