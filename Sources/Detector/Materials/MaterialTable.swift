// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Materials that every geometry may name.
///
/// Source: the NIST material database of Geant4 11.4.1 (density, radiation length, mean excitation energy, plasma
/// energy and Sternheimer parameters). The interaction length is Geant4's, 35 g/cm² A^(1/3) summed over elements,
/// which differs by a few per cent from the PDG's.
public enum MaterialTable {
    /// In alphabetical order.
    public static let names: [String] = materials.map(\.name).sorted()

    public static func material(_ name: String) -> Material? { materials.first { $0.name == name } }

    static let materials: [Material] = [
        entry("beryllium", 1.848, 35.2760, 39.413, 4.00, 9.01, 0.44384, 63.7, 26.10,
            [0.0392, 1.6922, 0.8039, 2.4339, 2.7847, 0.14]),
        entry("carbon", 2.0, 21.3485, 40.077, 6.00, 12.01, 0.49955, 81.0, 28.80,
            [-0.0187, 2.5024, 0.2024, 3.0036, 3.068, 0.1]),
        entry("graphite", 2.21, 19.3199, 36.269, 6.00, 12.01, 0.49955, 81.0, 30.28,
            [-0.0014, 2.3579, 0.2614, 2.8697, 2.9435, 0.12]),
        entry("aluminium", 2.699, 8.8963, 38.894, 13.00, 26.98, 0.48181, 166.0, 32.86,
            [0.1708, 3.0127, 0.0802, 3.6345, 4.2395, 0.12]),
        entry("silicon", 2.33, 9.3661, 45.660, 14.00, 28.09, 0.49848, 173.0, 31.06,
            [0.2014, 2.8715, 0.1492, 3.2546, 4.4351, 0.14]),
        entry("iron", 7.874, 1.7575, 16.990, 26.00, 55.85, 0.46557, 286.0, 55.17,
            [-0.0012, 3.1531, 0.1468, 2.9632, 4.2911, 0.12]),
        entry("stainless_steel", 8.0, 1.7381, 16.678, 25.83, 55.44, 0.46587, 283.0, 55.63,
            [0.2, 3.0, 0.1518, 3.0, 4.2533, 0.0]),
        entry("copper", 8.96, 1.4356, 15.588, 29.00, 63.55, 0.45636, 322.0, 58.27,
            [-0.0254, 3.2792, 0.1434, 2.9044, 4.419, 0.08]),
        entry("brass", 8.52, 1.3675, 16.947, 34.14, 77.19, 0.45166, 349.8, 56.53,
            [0.2, 3.0, 0.1697, 3.0, 4.6455, 0.0]),
        entry("tungsten", 19.3, 0.3504, 10.312, 74.00, 183.84, 0.40252, 727.0, 80.32,
            [0.2167, 3.496, 0.1551, 2.8447, 5.4059, 0.14]),
        entry("lead", 11.35, 0.5613, 18.248, 82.00, 207.22, 0.39572, 823.0, 61.07,
            [0.3776, 3.8073, 0.0936, 3.1608, 6.2018, 0.14]),
        entry("lead_tungstate", 8.28, 0.8925, 20.740, 68.36, 170.88, 0.41314, 542.7, 53.30,
            [0.3391, 3.0, 0.2166, 3.0, 5.6415, 0.0]),
        entry("liquid_argon", 1.396, 14.0034, 85.706, 18.00, 39.95, 0.45059, 188.0, 22.85,
            [0.2, 3.0, 0.1956, 3.0, 5.2146, 0.0]),
        entry("vinyltoluene", 1.032, 42.5442, 69.969, 5.57, 11.07, 0.54156, 64.7, 21.54,
            [0.1464, 2.4855, 0.161, 3.2393, 3.1997, 0.0]),
        entry("polystyrene", 1.06, 41.3125, 68.750, 5.61, 11.16, 0.53769, 68.7, 21.75,
            [0.1647, 2.5031, 0.1645, 3.2224, 3.2999, 0.0]),
        entry("air", 0.00120479, 30392.0701, 71009.501, 7.37, 14.80, 0.49919, 85.7, 0.71,
            [1.7418, 4.2759, 0.1091, 3.3994, 10.5961, 0.0]),
        entry("water", 1.0, 36.0830, 75.375, 7.22, 14.32, 0.55508, 78.0, 21.47,
            [0.257, 2.8174, 0.0912, 3.4773, 3.5801, 0.0]),
        entry("kapton", 1.42, 28.5748, 55.817, 6.36, 12.70, 0.51265, 79.6, 24.59,
            [0.1509, 2.5631, 0.1597, 3.1921, 3.3497, 0.0]),
        entry("caesium_iodide", 4.51, 1.8603, 39.306, 54.02, 129.97, 0.41569, 553.1, 39.46,
            [0.0395, 3.3353, 0.2538, 2.6657, 6.2807, 0.0]),
        entry("bgo", 7.13, 1.1180, 22.710, 62.52, 155.39, 0.42063, 534.1, 49.90,
            [0.0456, 3.7816, 0.0957, 3.0781, 5.7409, 0.0]),
        entry("titanium", 4.54, 3.5602, 27.991, 22.00, 47.87, 0.45961, 233.0, 41.63,
            [0.0957, 3.0386, 0.1566, 3.0302, 4.445, 0.12]),
        entry("uranium", 18.95, 0.3166, 11.446, 92.00, 238.03, 0.38651, 890.0, 77.99,
            [0.226, 3.3721, 0.1968, 2.8171, 5.8694, 0.14]),
    ]

    /// One row as the source prints it: g/cm³, cm, cm, -, g/mol, mol/g, eV, eV, [x0, x1, a, m, C, delta0].
    private static func entry(
        _ name: String, _ density: Double, _ radiationLength: Double, _ interactionLength: Double,
        _ atomicNumber: Double, _ atomicMass: Double, _ ratioZA: Double, _ excitation: Double, _ plasma: Double,
        _ sternheimer: [Double]
    ) -> Material {
        Material(
            name: name, density: density, radiationLength: radiationLength * Units.centimetre,
            interactionLength: interactionLength * Units.centimetre, atomicNumber: atomicNumber,
            atomicMass: atomicMass, ratioZA: ratioZA, meanExcitationEnergy: excitation * Units.eV,
            plasmaEnergy: plasma * Units.eV,
            densityEffect: Material.DensityEffect(
                x0: sternheimer[0], x1: sternheimer[1], a: sternheimer[2], m: sternheimer[3], cBar: sternheimer[4],
                delta0: sternheimer[5]))
    }
}
