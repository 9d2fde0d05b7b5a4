// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Glibc

/// The results as text, as a Markdown table or as JSON.
struct Report {
    let rows: [Row]

    func text(_ format: String) -> String {
        switch format {
        case "json": return json
        case "markdown": return markdown
        default: return rows.map(line).joined(separator: "\n")
        }
    }

    /// The processor as the kernel names it.
    static var processor: String {
        guard let file = fopen("/proc/cpuinfo", "r") else { return "unknown" }
        defer { fclose(file) }
        var buffer = [CChar](repeating: 0, count: 4096)
        while fgets(&buffer, Int32(buffer.count), file) != nil {
            let length = buffer.firstIndex(of: 0) ?? buffer.count
            let line = String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
            guard line.hasPrefix("model name"), let colon = line.firstIndex(of: ":") else { continue }
            return String(line[line.index(after: colon)...].filter { $0 != "\n" }.drop { $0 == " " })
        }
        return "unknown"
    }

    private func fixed(_ value: Double, _ digits: Int) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let rounded = Int((value * scale).rounded())
        let text = String(rounded % Int(scale))
        let padding = String(repeating: "0", count: digits - text.count)
        return "\(rounded / Int(scale)).\(padding)\(text)"
    }

    private func line(_ row: Row) -> String {
        var text = "\(row.name): \(fixed(row.nanoseconds, 2)) ns"
        if let peer = row.peer, let time = row.peerNanoseconds, let ratio = row.ratio, let low = row.low,
            let high = row.high
        {
            text += ", \(peer) \(fixed(time, 2)) ns, time ratio \(fixed(ratio, 3)) (\(fixed(low, 3))-\(fixed(high, 3)))"
            text += ", throughput \(fixed(1 / ratio, 2)) times"
        }
        return text
    }

    private var markdown: String {
        var lines = [
            "Build: \(InstructionSet.name). Processor: \(Self.processor).", "",
            "| kernel | ns per value | peer | peer ns | time over peer (95 %) | throughput over peer |",
            "|---|---|---|---|---|---|",
        ]
        for row in rows {
            var cells = [row.name, fixed(row.nanoseconds, 2)]
            if let peer = row.peer, let time = row.peerNanoseconds, let ratio = row.ratio, let low = row.low,
                let high = row.high
            {
                cells += [
                    peer, fixed(time, 2), "\(fixed(ratio, 3)) (\(fixed(low, 3))-\(fixed(high, 3)))",
                    fixed(1 / ratio, 2),
                ]
            } else {
                cells += ["", "", "", ""]
            }
            lines.append("| " + cells.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n")
    }

    private var json: String {
        let items = rows.map { row -> String in
            var fields = ["\"kernel\": \"\(row.name)\"", "\"ns\": \(fixed(row.nanoseconds, 3))"]
            if let peer = row.peer, let time = row.peerNanoseconds, let ratio = row.ratio, let low = row.low,
                let high = row.high
            {
                fields += [
                    "\"peer\": \"\(peer)\"", "\"peer_ns\": \(fixed(time, 3))", "\"time_ratio\": \(fixed(ratio, 4))",
                    "\"time_ratio_95\": [\(fixed(low, 4)), \(fixed(high, 4))]",
                ]
            }
            return "    {" + fields.joined(separator: ", ") + "}"
        }
        return """
            {
              "benchmark": "kernels",
              "build": "\(InstructionSet.name)",
              "processor": "\(Self.processor)",
              "results": [
            \(items.joined(separator: ",\n"))
              ]
            }
            """
    }
}
