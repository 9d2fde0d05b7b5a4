// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Detector

/// Files that the geometry tests read.
enum GeometrySupport {
    /// The repository's folder of geometries, found from this file.
    static let geometries = folder(above: 2) + "/Geometries"
    static let fixtures = folder(above: 0) + "/Fixtures"

    static func text(_ name: String) throws -> String {
        try TextFile.read(path: "\(geometries)/\(name).yaml", limit: GeometryLibrary.sizeLimit)
    }
    static func tracker(_ name: String) throws -> Tracker {
        try TrackerDescription.read(text: text(name), file: "\(name).yaml").build()
    }

    private static func folder(above levels: Int) -> String {
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(levels + 1).joined(separator: "/")
    }
}

extension String {
    /// This text with the only occurrence of a part replaced; a part that is absent or repeated is a mistake of the
    /// test and yields a text no geometry reader accepts.
    func replacingOnly(_ part: String, with replacement: String) -> String {
        let places = ranges(of: part)
        guard places.count == 1 else { return "the test expected one '\(part)', found \(places.count)" }
        return replacing(part, with: replacement)
    }
}
