// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration

/// Reads the field of a geometry file.
struct FieldDecoder {
    /// The map that the geometry names, where there is one.
    let map: GeometryFiles.File?

    /// - Returns: nil after a mistake.
    func decode(_ section: Section, radius: Double, halfLength: Double) -> FieldDescription? {
        let kinds = ["uniform", "solenoid", "map"]
        for kind in kinds { _ = section.value(kind) }
        defer { section.finish() }
        switch section.exactlyOne(of: kinds, meaning: "the kind of the field") {
        case "uniform": return .uniform(section.number("uniform", in: -20...20))
        case "solenoid": return section.section("solenoid").flatMap { solenoid($0, radius) }
        case "map": return readMap(section, radius, halfLength)
        default: return nil
        }
    }

    /// The sheet of current must stand so far outside of the tracking volume that its field is smooth inside.
    private func solenoid(_ section: Section, _ boundary: Double) -> FieldDescription? {
        let limit = TrackerDescription.Limits.length
        let radius = section.number("radius", in: 1...limit)
        let halfLength = section.number("half_length", in: 1...limit)
        let centre = section.number("centre", in: -20...20)
        section.finish()
        guard !section.isWrong("radius"), !section.isWrong("half_length") else { return nil }
        guard radius >= 1.02 * boundary else {
            section.report(
                "contradiction", at: "radius", "the solenoid reaches into the tracking volume",
                reason: "its radius must be at least 1.02 times that of `tracking_volume`",
                remedy: "change one of them")
            return nil
        }
        return .solenoid(Solenoid(radius: radius, halfLength: halfLength, centre: centre))
    }

    private func readMap(_ section: Section, _ radius: Double, _ halfLength: Double) -> FieldDescription? {
        let name = section.text("map")
        guard !section.isWrong("map") else { return nil }
        guard let map else {
            section.report("missing-file", at: "map", "the field map '\(shortened(name))' is not at hand")
            return nil
        }
        do throws(Diagnostics) {
            let field = try FieldMap.read(text: map.text, file: map.path)
            if field.covers(radius: radius, halfLength: halfLength) { return .map(field) }
            section.report(
                "contradiction", at: "map", "the map does not cover the tracking volume", reason: field.summary,
                remedy: "take a larger map or a smaller `tracking_volume`")
        } catch {
            for mistake in error.all { section.collector.report(mistake) }
        }
        return nil
    }
}
