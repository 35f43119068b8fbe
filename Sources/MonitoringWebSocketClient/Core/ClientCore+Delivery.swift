/// Events reach the handler one after the other, whoever causes them. The reader of the link waits until its events are
/// handled, which is the back-pressure. Everyone else posts and goes on: the timer must not wait for a slow handler, and a
/// handler that stops the client must not wait for itself.
extension ClientCore {
    func post(_ event: ClientEvent) {
        pending.append(event)
        guard !isDelivering, delivery == nil else { return }
        delivery = Task(executorPreference: executor) { await self.deliverPosted() }
    }

    private func deliverPosted() async {
        // While it waited for someone else's delivery, more may have been posted.
        while !pending.isEmpty { await deliverPending() }
        delivery = nil
    }

    /// Hands over what `take` gives the handler, after all that was posted before. Returns when it is handled.
    func deliver(_ take: () -> Void) async {
        while isDelivering || !pending.isEmpty { await deliverPending() }
        isDelivering = true
        take()
        if let rest = restOfRound() { await rest() }
        await handlePending()
    }

    /// What the handler has still to do, and the wait until the next message may be read.
    private func restOfRound() -> HandlerRest? {
        let rest = handler.finish()
        guard let time = readsOnAt.take() else { return rest }
        return { [clock] in
            await rest?()
            try? await clock.sleep(until: time)
        }
    }

    /// As `deliver`, without a task that waits.
    /// - Returns: Whether all of it is handled; if not, `finishDelivery` is to follow.
    func deliverNow(_ take: () -> Void) -> Bool {
        take()
        rest = restOfRound()
        isDelivering = rest != nil
        return !isDelivering
    }

    func finishDelivery() async {
        guard let rest = rest.take() else { return }
        await rest()
        await handlePending()
    }

    /// Returns when everything posted is handled.
    func deliverPending() async {
        guard !isDelivering else {
            return await withCheckedContinuation { deliveryWaiters.append($0) }
        }
        isDelivering = true
        await handlePending()
    }

    private func handlePending() async {
        while !pending.isEmpty {
            let events = pending
            pending = []
            for event in events { handler.take(event) }
            if let rest = handler.finish() { await rest() }
        }
        isDelivering = false
        guard !deliveryWaiters.isEmpty else { return }
        for waiter in deliveryWaiters { waiter.resume() }
        deliveryWaiters = []
    }
}
