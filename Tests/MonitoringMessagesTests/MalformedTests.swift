import MonitoringMessages
import Testing

@Suite struct MalformedTests {
    @Test(arguments: [
        ("", "the message is empty (in a message of 0 bytes)"),
        (" \n\t ", "the message is empty (in a message of 4 bytes)"),
        (#"{"type":"pong"#, "not valid JSON: unclosed string (in a message of 13 bytes)"),
        (#"{"type":"pong""#, "not valid JSON: unclosed object or array"),
        (#"{"type":"pong"}}"#, "not valid JSON: more text after the end at byte 15, near 'e\":\"pong\"}}'"),
        (#"{"type":"pong"} {"type":"pong"}"#, "not valid JSON: more text after the end at byte 16"),
        ("{\"type\":\"pong\"}\0", "not valid JSON: "),
        ("\u{FEFF}{\"type\":\"pong\"}", "not valid JSON: "),
        (#"{"type":"po\qng"}"#, "not valid JSON: invalid escape in a string at byte 11"),
        (#"{"type":"po\u12G4"}"#, "not valid JSON: invalid escape in a string at byte 11"),
        (#"{"a\u":1}"#, "not valid JSON: invalid escape in a string at byte 3"),
        ("{\"type\":\"po\nng\"}", "not valid JSON: control character in a string"),
        ("{\"type\":\"po\0ng\"}", "not valid JSON: control character in a string"),
        (#"{"type":"pong","a":01}"#, "not valid JSON: malformed number at byte 19"),
        (#"{"type":"pong","a":1.}"#, "not valid JSON: malformed number at byte 19"),
        (#"{"type":"pong","a":-}"#, "not valid JSON: malformed number at byte 19"),
        (#"{"type":"pong","a":1e}"#, "not valid JSON: malformed number at byte 19"),
        (#"{"type":"pong","a":0x10}"#, "not valid JSON: malformed number at byte 19"),
        (#"{"type":"pong","a":.5}"#, "not valid JSON: "),
        (#"{"type":"pong","a":+5}"#, "not valid JSON: "),
        (#"{"type":"pong","a":NaN}"#, "not valid JSON: "),
        (#"{"type":"pong","a":nul}"#, "not valid JSON: "),
        (#"{"type":"pong","a":truee}"#, "not valid JSON: "),
        (#"{"type":"pong","a":fals}"#, "not valid JSON: "),
        (#"{"type":"pong",}"#, "not valid JSON: "),
        (#"{"type":"pong","a":[1,]}"#, "not valid JSON: "),
        (#"{"type":"pong","a":[1 2]}"#, "not valid JSON: "),
        (#"{"type":"pong","a":[1}]"#, "not valid JSON: "),
        (#"{"type":"pong","a":[}}"#, "not valid JSON: "),
        (#"{"type" "pong"}"#, "not valid JSON: unexpected character at byte "),
        (#"{type:"pong"}"#, "not valid JSON: "),
        (#"{'type':'pong'}"#, "not valid JSON: "),
        ("{", "not valid JSON: unclosed object or array at byte 0, near '{' (in a message of 1 byte)"),
        ("}", "not valid JSON: "),
        ("[", "not valid JSON: "),
        ("hello", "not valid JSON: "),
        ("[1]", "the message is an array, not an object: '[1]'"),
        ("[]", "the message is an array, not an object: '[]'"),
        ("12", "the message is a number, not an object: '12'"),
        (" 1e999 ", "the message is a number, not an object"),
        ("1e999 5", "not valid JSON: more text after the end"),
        (" null\n", "the message is null, not an object: ' null\\u000a'"),
        ("null0 ", "not valid JSON: "),
        ("null 0", "not valid JSON: "),
        ("null", "the message is null, not an object"),
        ("true", "the message is a boolean, not an object"),
        (#""type""#, "the message is a string, not an object"),
        (#"{}"#, "the message has no \"type\": '{}'"),
        (#"{"Type":"pong"}"#, "the message has no \"type\""),
        (#"{"type":7}"#, "the message's \"type\" is a number, not a string: '{\"type\":7}'"),
        (#"{"type":null}"#, "the message's \"type\" is null, not a string"),
        (#"{"type":"pong","type":["pong"]}"#, "the message's \"type\" is an array, not a string"),
    ])
    func isAnErrorWithItsText(_ text: String, _ expected: String) throws {
        let error = try readError(Array(text.utf8))
        #expect(error.description.hasPrefix(expected), "\(error)")
        #expect(error.messageBytes == text.utf8.count)
    }

    @Test(
        arguments: [
            [0xFF], [0x7B, 0x22, 0x80, 0x22, 0x7D], [0x7B, 0x22, 0xC3],
            Array(#"{"type":""#.utf8) + [0xED, 0xA0, 0x80, 0x22, 0x7D],
            Array(#"{"type":""#.utf8) + [0xC0, 0xAF, 0x22, 0x7D], Array(#"{"type":"pong"}"#.utf8) + [0xFE],
        ] as [[UInt8]])
    func notUTF8(_ bytes: [UInt8]) throws {
        let error = try readError(bytes)
        #expect(error.problem == .notUTF8 || error.problem == .notJSON("unclosed string"), "\(error)")
    }

    @Test func whereItIsWrong() throws {
        let error = try readError(Array(#"{"type":"pong","a":01}"#.utf8))
        #expect(
            error
                == MessageError(
                    .notJSON("malformed number"), offset: 19, messageBytes: 22, excerpt: #"pong","a":01}"#))
        #expect(try readError(Array("{}".utf8)).pointer == "/type")
        #expect(try readError(Array("[]".utf8)).pointer == "")
    }

    @Test func excerptIsShortAndSafe() throws {
        // Ten bytes before the error, and forty after that, lie in the middle of a scalar.
        let error = try readError(Array(#"["€€€€€€\q€€€€€€€€€€€€€€€€"]"#.utf8))
        #expect(error.offset == 20)
        #expect(error.excerpt == #"€€€\q€€€€€€€€€"#)
        let unsafe = try readError(Array("[\"\u{7F}\u{202E}\u{9B}é\"]".utf8))
        #expect(unsafe.excerpt == #"["\u007f\u202e\u009bé"]"#)
    }
}
