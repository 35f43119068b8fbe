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

    /// Hands over what `take` gives the handler, round by round, after all that was posted before. Returns when it is handled.
    /// - Parameter take: Gives the handler a round of events; false when there are no more.
    func deliver(_ take: () -> Bool) async {
        while isDelivering || !pending.isEmpty { await deliverPending() }
        isDelivering = true
        while take() { await handler.finish() }
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
            await handler.finish()
        }
        isDelivering = false
        guard !deliveryWaiters.isEmpty else { return }
        for waiter in deliveryWaiters { waiter.resume() }
        deliveryWaiters = []
    }
}
