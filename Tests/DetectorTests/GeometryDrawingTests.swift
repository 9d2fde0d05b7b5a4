// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Detector
import Testing

struct GeometryDrawingTests {
    private func count(_ part: String, in text: String) -> Int { text.ranges(of: part).count }

    @Test(arguments: ["trackml", "teaching"])
    func picturesAreWellFormedAndSmall(name: String) throws {
        let tracker = try GeometrySupport.tracker(name)
        let svg = GeometryDrawing.svg(tracker)
        #expect(svg == GeometryDrawing.svg(tracker))
        #expect(svg.utf8.count < 300_000)
        #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n"))
        for tag in ["g", "text", "clipPath", "title"] {
            #expect(count("<\(tag) ", in: svg) + count("<\(tag)>", in: svg) == count("</\(tag)>", in: svg))
        }
        for word in ["nan", "inf", "e-", "e+"] { #expect(!svg.contains("\"\(word)") && !svg.contains(" \(word) ")) }
        for label in ["z (mm)", "r (mm)", "x (mm)", "y (mm)", "η = 0", ">2.5<"] { #expect(svg.contains(label)) }
        for layer in tracker.layers { #expect(svg.contains(layer.sensor.component)) }
    }

    @Test func everyBarrelModuleOfTheMiddleIsDrawn() throws {
        let tracker = try GeometrySupport.tracker("teaching")
        let svg = GeometryDrawing.svg(tracker)
        let row = tracker.modules.map(\.center.z).filter { $0 > 0 }.min()
        let modules = tracker.modules.filter { $0.center.z == row }.count
        // Lines of two points appear in no other path.
        #expect(count("L", in: svg) == modules)
    }

    @Test func oneSidedAndHostileDetectorsAreDrawn() throws {
        let text = DescriptionTests.small.replacingOnly("negative: 2, positive: 4", with: "positive: 4")
            .replacingOnly("name: small", with: "name: \"<b>&amp\\\"\"")
        let svg = GeometryDrawing.svg(try TrackerDescription.read(text: text, file: "small.yaml").build())
        #expect(!svg.contains("<b>") && svg.contains("&lt;b&gt;&amp;amp&quot;"))
        // Half a detector instead of a quarter: lines of equal pseudorapidity on both sides.
        #expect(svg.contains(">\u{2212}2.5<"))
        #expect(!svg.contains("one quarter"))
    }

    /// Around no collision there is no pseudorapidity.
    @Test func detectorsInTheBeamHaveNoLinesOfPseudorapidity() throws {
        let svg = GeometryDrawing.svg(try GeometrySupport.tracker("telescope"))
        #expect(!svg.contains("η") && !svg.contains("stroke-dasharray"))
        let teaching = GeometryDrawing.svg(try GeometrySupport.tracker("teaching"))
        #expect(teaching.contains("η = 0") && teaching.contains("stroke-dasharray"))
        for label in ["z (mm)", "r (mm)", "plane"] { #expect(svg.contains(label)) }
    }

    @Test(arguments: [
        (0.0, 2, "0.00"), (-0.001, 2, "0.00"), (1.005, 2, "1.00"), (-2.5, 0, "-3"), (12.3456, 3, "12.346"),
        (1e20, 2, "1e+20"),
    ])
    func decimals(value: Double, digits: Int, text: String) {
        #expect(DecimalText.fixed(value, digits) == text)
    }
}

struct GeometryLibraryTests {
    private let directories = [GeometrySupport.geometries]

    @Test func findsByNameAndByPath() throws {
        let byName = try GeometryLibrary.locate("trackml", searchDirectories: ["/nowhere"] + directories)
        let byPath = try GeometryLibrary.locate(GeometrySupport.geometries + "/trackml.yaml", searchDirectories: [])
        let byFile = try GeometryLibrary.locate("trackml.yaml", searchDirectories: directories)
        #expect(byName == byPath && byFile.text == byPath.text)
        #expect(byName.file.hasSuffix("/Geometries/trackml.yaml"))
        #expect(try GeometryLibrary.description("teaching", searchDirectories: directories).name == "teaching")
    }

    @Test func listsWhatExists() {
        #expect(GeometryLibrary.list(searchDirectories: directories).map(\.name) == BoxTests.names)
        #expect(GeometryLibrary.list(searchDirectories: ["/nowhere"]).isEmpty)
    }

    @Test(arguments: ["trakml", "", "missing.yaml", "/nowhere/trackml.yaml", "../trackml"])
    func aMissingOneNamesThoseThatExist(name: String) {
        do {
            _ = try GeometryLibrary.locate(name, searchDirectories: directories)
            Issue.record("found")
        } catch {
            #expect(error.all.map(\.code) == ["missing-geometry"])
            #expect(error.description.contains("teaching, telescope, trackml"))
        }
    }

    @Test func aDirectoryIsNoGeometry() {
        #expect(throws: Diagnostics.self) {
            try GeometryLibrary.locate(GeometrySupport.geometries + "/", searchDirectories: directories)
        }
    }
}
