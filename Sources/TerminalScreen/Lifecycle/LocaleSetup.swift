import CNcurses
import Glibc

/// Makes ncurses write the encoding that the user's terminal reads.
package enum LocaleSetup {
    /// Takes the character type from the environment; true when it is UTF-8. A UTF-8 locale that is named but not
    /// installed becomes C.UTF-8: the terminal reads UTF-8 all the same. LANG=C stays ASCII.
    package static func apply() -> Bool {
        if setlocale(LC_CTYPE, "") == nil {
            guard namesUTF8(environmentLocale()) else { return false }
            return setlocale(LC_CTYPE, "C.UTF-8") != nil
        }
        return String(cString: cncurses_codeset()) == "UTF-8"
    }

    /// The variable that decides the character type, in POSIX's order.
    private static func environmentLocale() -> String {
        for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
            if let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty { return value }
        }
        return "C"
    }

    /// Whether a locale's name ends in UTF-8, as in `en_US.utf8` or `de_DE.UTF-8@euro`.
    static func namesUTF8(_ locale: String) -> Bool {
        guard let dot = locale.firstIndex(of: ".") else { return false }
        let codeset = locale[locale.index(after: dot)...].prefix { $0 != "@" }
        return codeset.filter { $0 != "-" }.lowercased() == "utf8"
    }
}
