/// A colour that tells a host from others at a glance; the name beside it says the same.
package enum Tint: String, Sendable, Hashable, CaseIterable {
    case red, green, yellow, blue, magenta, cyan
}
