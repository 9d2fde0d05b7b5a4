// SPDX-License-Identifier: GPL-3.0-or-later

/// Checks the tables of the detector: axes that are a rotation, conditions that are named, defects of modules that
/// exist.
enum GeometryTablesCheck {
    /// Axes are rotations to rounding.
    private static let tolerance = 1e-9

    static func problem(_ reader: DatasetReader) throws(DatasetError) -> String? {
        let modules = try ModuleFrames(reader, "geometry/modules")
        if let problem = axesProblem(modules, "geometry/modules") { return problem }
        let hasConditions = reader.conditionsName != nil
        for table in ["geometry/as_built", "geometry/defects"] where reader.has(table) != hasConditions {
            return hasConditions ? "/\(table) is missing" : "/\(table) is there, but no conditions are named"
        }
        guard hasConditions else { return nil }
        let asBuilt = try ModuleFrames(reader, "geometry/as_built")
        if asBuilt.count != modules.count {
            return "/geometry/as_built has \(asBuilt.count) rows for \(modules.count) modules"
        }
        if let problem = axesProblem(asBuilt, "geometry/as_built") { return problem }
        return try defectsProblem(reader, modules.count)
    }

    private static func axesProblem(_ frames: ModuleFrames, _ table: String) -> String? {
        for module in 0..<frames.count where !(frames.defect(module) < tolerance) {
            return "the axes of module \(module) in /\(table) are no rotation"
        }
        return nil
    }

    private static func defectsProblem(_ reader: DatasetReader, _ modules: Int) throws(DatasetError) -> String? {
        let module = try reader.read("geometry/defects/module", as: Int32.self)
        let firstU = try reader.read("geometry/defects/first_ch0", as: Int32.self)
        let lastU = try reader.read("geometry/defects/last_ch0", as: Int32.self)
        let firstV = try reader.read("geometry/defects/first_ch1", as: Int32.self)
        let lastV = try reader.read("geometry/defects/last_ch1", as: Int32.self)
        let occupancy = try reader.read("geometry/defects/occupancy", as: Double.self)
        for i in module.indices {
            if module[i] < 0 || Int(module[i]) >= modules { return "defect \(i) is of module \(module[i])" }
            if firstU[i] < 0 || firstU[i] > lastU[i] || firstV[i] < 0 || firstV[i] > lastV[i] {
                return "defect \(i) has no channels"
            }
            if !(0...1).contains(occupancy[i]) { return "defect \(i) has an occupancy of \(occupancy[i])" }
        }
        return nil
    }
}
