/// Strings that would act on a terminal, forge a line or hide, and each place where a server can put one.
extension HostileInput {
    package static let strings: [(name: String, text: String)] = [
        ("C0", String(String.UnicodeScalarView((0..<0x20).compactMap(Unicode.Scalar.init)))),
        ("DEL and C1", String(String.UnicodeScalarView((0x7F..<0xA0).compactMap { Unicode.Scalar($0 as UInt32) }))),
        ("CSI", "\u{1B}[2J\u{1B}[H\u{9B}31m"),
        ("OSC 52", "\u{1B}]52;c;ZXZpbA==\u{7}\u{9D}52;c;ZXZpbA==\u{9C}"),
        ("OSC 8", "\u{1B}]8;;http://evil.example\u{1B}\\click\u{1B}]8;;\u{1B}\\"),
        ("DCS", "\u{1B}P$q\"p\u{1B}\\\u{90}+q544e\u{9C}"),
        ("title and report", "\u{1B}]0;rm -rf\u{7}\u{1B}[21t"),
        ("bidi", "\u{202E}gpj.exe\u{202C}\u{2066}a\u{2069}\u{200F}"),
        ("zero width", "a\u{200B}b\u{200D}c\u{FEFF}d\u{2060}e\u{AD}f"),
        ("line breaks", "one\ntwo\r\nthree\u{85}four\u{2028}five\u{2029}six\u{B}seven\u{C}"),
        (
            "tags and noncharacters",
            String(
                String.UnicodeScalarView(
                    [0xE0041, 0xE007F, 0xFFFE, 0xFDD0, 0x10FFFF].compactMap { Unicode.Scalar($0 as UInt32) }))
        ),
        ("combining", "e" + String(repeating: "\u{301}", count: 500)),
        ("wide", String(repeating: "漢字", count: 300)),
        ("emoji", "👩‍👩‍👧‍👦🏳️‍🌈🖥️"),
        ("JSON", #"","x":"\"}]\n"#),
        ("log forgery", "x\n2026-01-01 00:00:00 CRITICAL root: forged"),
    ]

    /// Every field that holds a string, in both dialects.
    package static let messages = [
        #"{"type":"monitoring_data","timestamp":"§","data":{"processor":{"usage_percent":1}}}"#,
        #"{"type":"monitoring_data","data":{"disk":{"path":"§","percentage":1,"total":9,"used":1},"memory":{}}}"#,
        #"{"type":"monitoring_data","data":{"disks":[{"path":"§","percentage":99},{"path":"§"}]}}"#,
        #"{"type":"monitoring_data","data":{"gpu":{"name":"§","driver_version":"§","gpu_usage_percent":5}}}"#,
        #"{"type":"monitoring_data","data":{"gpu":{"count":2,"gpus":[{"name":"§"},{"name":"§"}]}}}"#,
        """
        {"type":"monitoring_data","data":{"processor":{"usage_percent":5},"system":{"os_name":"§","os_version":"§",
        "os_release":"§","architecture":"§","platform":"§","machine":"§","processor":"§","python_version":"§",
        "hostname":"§","distribution":"§","boot_time":"§"}}}
        """,
        #"{"type":"monitoring_data","data":{"top_processes":[{"pid":1,"name":"§","cpu_percent":5,"memory_bytes":7}]}}"#,
        """
        {"type":"monitoring_data","data":{"processor":{"usage_percent":5}},"alerts":[{"timestamp":"§","component":"§",
        "metric":"§","value":1,"threshold":2,"level":"§","message":"§"}]}
        """,
        #"{"type":"monitoring_data","data":{"processor":{"usage_percent":5,"§":"§"}},"§":["§",{"§":"§"}]}"#,
        #"{"type":"connection","status":"§","message":"§"}"#,
        #"{"type":"connection_message","message":"§"}"#,
        #"{"type":"error","message":"§"}"#,
        #"{"type":"error_message","error":"§","severity":"§"}"#,
        #"{"type":"§"}"#,
    ]

    /// A JSON string's inside, with what JSON lets stand as it is.
    package static func literal(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case "\0"..."\u{1F}": "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: String(scalar)
            }
        }.joined()
    }
}
