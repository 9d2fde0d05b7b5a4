// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

extension DatasetSummary {
    /// For `--json`: sorted keys, stable.
    public func json() -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        guard let data = try? encoder.encode(self) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }

    /// For people.
    public var text: String {
        var lines = [
            "\(path)  \(Self.size(byteCount)), schema \(schemaVersion), model revision \(modelRevision)",
            "",
            "events      \(numbersText)",
            "detector    \(detector), \(modules) modules, \(fieldZ) T",
            "conditions  \(conditions ?? "none")",
            "pile-up     \(Self.short(meanPileUp)) collisions per event",
            "plan        \(planHash)",
            "seed        \(seed)",
            "texts       \(texts.isEmpty ? "none" : texts.joined(separator: ", "))",
            "licence     \(licence)",
            "sha256      \(sha256) (after the user block)",
        ]
        if transportFailures > 0 {
            lines.append("failures    \(transportFailures) particles not transported to their end")
        }
        if let fates, !fates.isEmpty {
            let counts = fates.map { "\($0.particles) \($0.name)" }
            lines.append("particles   \(counts.joined(separator: ", "))")
        }
        lines += [
            "",
            "process                          label   events      tried       trials   sum of \(weightNames[0]) (pb)",
        ]
        for process in processes {
            lines.append(
                Self.left(process.name, 30) + Self.right("\(process.label)", 8) + Self.right("\(process.events)", 9)
                    + Self.right("\(process.tried)", 11)
                    + Self.right("\(process.trials)", 13) + "   " + Self.short(process.sumOfWeights.first ?? 0))
        }
        if let flavours = additionalFlavours {
            lines.append("tt + b \(flavours.bottom), tt + c \(flavours.charm), tt + light \(flavours.light) events")
        }
        lines += selectionLines
        lines += ["", "class                            label   events"]
        for label in labels {
            lines.append(Self.left(label.name, 30) + Self.right("\(label.value)", 8) + Self.right("\(label.events)", 9))
        }
        lines += ["", "per event                   mean       least        most       in all"]
        for table in tables {
            lines.append(
                Self.left(table.name, 20) + Self.right(Self.short(table.mean), 12)
                    + Self.right("\(table.minimum)", 12) + Self.right("\(table.maximum)", 12)
                    + Self.right("\(table.rows)", 13))
        }
        lines += ["", "column                                   type           rows       size  unit"]
        for column in columns {
            lines.append(
                Self.left("/" + column.name, 36) + "     " + Self.left(column.type, 8)
                    + Self.right("\(column.rows)", 11) + Self.right(Self.size(column.bytes), 11) + "  "
                    + column.units)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var numbersText: String {
        guard let attempts else {
            return "\(events), numbers \(firstEvent) to \(firstEvent + Int64(max(events, 1)) - 1)"
        }
        return "\(events) that passed of attempts \(firstEvent) to \(firstEvent + max(attempts, 1) - 1)"
    }

    private var selectionLines: [String] {
        guard let selected else { return [] }
        return ["", "selection                     attempts     passed   cross-section (pb)"]
            + selected.map { part in
                Self.left(part.process, 30) + Self.right("\(part.attempts)", 8) + Self.right("\(part.passed)", 11)
                    + "   "
                    + Self.short(part.crossSection) + " +- " + Self.short(part.error)
            }
    }

    private static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(width - text.count, 0))
    }
    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(width - text.count, 1)) + text
    }
    private static func short(_ value: Double) -> String { String(format: "%.4g", value) }
    private static func size(_ bytes: Int) -> String {
        let units = ["B", "kB", "MB", "GB", "TB"]
        var (value, unit) = (Double(bytes), 0)
        while value >= 1000 && unit < units.count - 1 {
            value /= 1000
            unit += 1
        }
        return unit == 0 ? "\(bytes) B" : String(format: "%.1f ", value) + units[unit]
    }
}
