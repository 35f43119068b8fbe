import DequeModule

/// Events reach the handler one at a time and in order, whoever causes them. The reader of the link waits until its event
/// is handled, which is the back-pressure. Everyone else posts and goes on: the timer must not wait for a slow handler,
/// and a handler that stops the client must not wait for itself.
extension ClientCore {
    func post(_ event: ClientEvent) {
        pending.append(event)
        guard !isDelivering, delivery == nil else { return }
        delivery = Task {
            // While it waited for someone else's delivery, more may have been posted.
            while !pending.isEmpty { await deliverPending() }
            delivery = nil
        }
    }

    /// Returns when the event, and all before it, are handled.
    func deliver(_ event: ClientEvent) async {
        guard !isDelivering, pending.isEmpty else {
            pending.append(event)
            return await deliverPending()
        }
        isDelivering = true
        await handler.handle(event)
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

    /// Tells the handler that no message waits any more, after all that was posted.
    func deliverCaughtUp() async {
        guard !isDelivering else { return await deliverPending() }
        isDelivering = true
        await handler.caughtUp()
        await handlePending()
    }

    private func handlePending() async {
        // Something may be posted while it catches up.
        while !pending.isEmpty {
            while let event = pending.popFirst() { await handler.handle(event) }
            await handler.caughtUp()
        }
        isDelivering = false
        guard !deliveryWaiters.isEmpty else { return }
        for waiter in deliveryWaiters { waiter.resume() }
        deliveryWaiters = []
    }
}
