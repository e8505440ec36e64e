using System.Globalization;

namespace BambuCloud.Client.Files;

/// <summary>
/// From which slots of a printer the filaments of a plate are taken: material must match, colour as near as can be, enough left; no two
/// filaments from one slot unless they are alike.
/// </summary>
/// <param name="UseAms">Whether it is the AMS; null where nobody knows what the printer has.</param>
/// <param name="Mapping">The slot of each filament of the file.</param>
/// <param name="Issues">What is missing or low.</param>
internal sealed record FilamentMatch(bool? UseAms, IReadOnlyList<BambuFilamentMapping> Mapping, IReadOnlyList<BambuPrintIssue> Issues)
{
    // Further than black from white.
    private const double NoColor = 1000;

    /// <summary>Finds the slots.</summary>
    /// <param name="plate">The plate; null for a file that nobody has looked into: the slots that are named are all there is.</param>
    /// <param name="status">The printer as it reports itself.</param>
    /// <param name="wishes">How it is to be printed.</param>
    public static FilamentMatch Of(CheckedPlate? plate, BambuPrinterStatus? status, PrintWishes wishes)
    {
        BambuFilament[] needed = [.. (plate?.Plate.Filaments ?? [])
            .Select((filament, place) => filament with { Number = filament.Number ?? place + 1 })];
        BambuFilamentSlot[] slots = status is null ? [] : [.. BambuFilamentSlot.AllOf(status)];
        if (!wishes.MapsFilaments || (slots.Length == 0 && wishes.Slots.Count == 0) || (needed.Length == 0 && wishes.Slots.Count == 0))
        {
            return new FilamentMatch(wishes.UseAms, [], []);
        }
        bool usesAms = wishes.UseAms ?? (wishes.Slots.Count > 0 || slots.Any(slot => slot.AmsId is not null));
        if (!usesAms)
        {
            return new FilamentMatch(false, [], [.. MissingAtSpool(needed, slots)]);
        }
        Dictionary<int, BambuFilamentSlot> found = [];
        List<BambuPrintIssue> issues = [];
        foreach ((int number, string name) in wishes.Slots)
        {
            if (needed.Length > 0 && number > plate!.File.Filaments.Count && needed.All(filament => filament.Number != number))
            {
                issues.Add(Missing($"the file has no filament {number}, which is to come from slot '{name}'."));
                continue;
            }
            Place(number, name, needed.FirstOrDefault(filament => filament.Number == number), slots, found, issues);
        }
        List<BambuFilament> wanted =
            [.. needed.Where(filament => filament.Material is not null && !wishes.Slots.ContainsKey(filament.Number!.Value))];
        Find(wanted, [.. slots.Where(slot => slot.AmsId is not null)], found);
        if (needed.Length == 1)
        {
            Find(wanted, slots, found); // Beside others an external spool is changed by hand.
        }
        issues.AddRange(wanted.Where(filament => !found.ContainsKey(filament.Number!.Value))
            .Select(filament => Missing($"{Described(filament)} is in none of its slots.")));
        issues.AddRange(Low(needed, found));
        return new FilamentMatch(true, MappingOf(plate, needed, found), issues);
    }

    private static void Place(int number, string name, BambuFilament? filament, BambuFilamentSlot[] slots,
        Dictionary<int, BambuFilamentSlot> found, List<BambuPrintIssue> issues)
    {
        BambuFilamentSlot? slot = slots.FirstOrDefault(slot => slot.SlotName.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? (slots.Length == 0 && SlotNames.Parse(name) is { } named ? Slot(named) : null);
        if (slot is null)
        {
            issues.Add(Missing(
                $"there is no slot '{name}' for filament {number}; it has {string.Join(", ", slots.Select(each => each.SlotName))}."));
            return;
        }
        found[number] = slot;
        if (slots.Length > 0 && slot.Empty && slot.AmsId is not null)
        {
            issues.Add(Missing($"slot {slot.SlotName} is empty, and filament {number} is to come from it."));
        }
        else if (filament?.Material is { } material && slot.Material is { } other && !Same(material, other))
        {
            issues.Add(Missing($"{Described(filament)} is to come from slot {slot.SlotName}, which has {slot.Filament}."));
        }
    }

    private static void Find(List<BambuFilament> wanted, BambuFilamentSlot[] slots, Dictionary<int, BambuFilamentSlot> found)
    {
        var pairs = wanted.SelectMany(filament => slots.Where(slot => slot.Material is { } material && Same(filament.Material!, material))
                .Select(slot => (Filament: filament, Slot: slot)))
            .OrderBy(pair => IsLow(pair.Filament.Grams, pair.Slot))
            .ThenBy(pair => Distance(pair.Filament.Color, pair.Slot.Color))
            .ThenBy(pair => pair.Filament.FilamentId != pair.Slot.Filament?.FilamentId).ToArray();
        foreach ((BambuFilament filament, BambuFilamentSlot slot) in pairs)
        {
            if (!found.ContainsKey(filament.Number!.Value) && !found.ContainsValue(slot))
            {
                found[filament.Number.Value] = slot;
            }
        }
        // Two filaments that are alike may share a spool where there is no second one.
        foreach (BambuFilament left in wanted.Where(filament => !found.ContainsKey(filament.Number!.Value)).ToArray())
        {
            if (wanted.Find(other => other.Equals(left) && found.ContainsKey(other.Number!.Value)) is { } alike)
            {
                found[left.Number!.Value] = found[alike.Number!.Value];
            }
        }
    }

    private static IEnumerable<BambuPrintIssue> MissingAtSpool(BambuFilament[] needed, BambuFilamentSlot[] slots)
    {
        BambuFilamentSlot? spool = slots.LastOrDefault(slot => slot.AmsId is null);
        foreach (BambuFilament filament in needed)
        {
            if (!filament.Equals(needed[0]))
            {
                yield return Missing($"{Described(filament)} cannot come from the external spool beside {needed[0]}.");
            }
            else if (spool?.Material is { } material && filament.Material is { } wanted && !Same(material, wanted))
            {
                yield return Missing($"{Described(filament)} is to come from the external spool, which has {spool.Filament}.");
            }
        }
    }

    private static IEnumerable<BambuPrintIssue> Low(BambuFilament[] needed, Dictionary<int, BambuFilamentSlot> found) =>
        from filament in needed
        where found.ContainsKey(filament.Number!.Value)
        group filament by found[filament.Number!.Value] into users
        let grams = users.Sum(filament => filament.Grams)
        where IsLow(grams, users.Key)
        select BambuPrintIssue.Warning(BambuPrintReason.FilamentLow, string.Create(CultureInfo.InvariantCulture,
            $"slot {users.Key.SlotName} has some {users.Key.RemainingGrams:0} g of {users.Key.Filament} left, and the plate takes "
                + $"{grams:0.##} g."));

    // An external spool is weighed by nobody.
    private static bool IsLow(double? grams, BambuFilamentSlot slot) => slot.AmsId is not null && slot.RemainingGrams < grams;

    private static List<BambuFilamentMapping> MappingOf(CheckedPlate? plate, BambuFilament[] needed,
        Dictionary<int, BambuFilamentSlot> found)
    {
        int count = Math.Max(plate?.File.Filaments.Count ?? 0,
            needed.Select(filament => filament.Number!.Value).Concat(found.Keys).DefaultIfEmpty().Max());
        return
        [
            .. Enumerable.Range(1, count).Select(number => (number, Slot: found.GetValueOrDefault(number)))
                .Select(each => new BambuFilamentMapping
            {
                Number = each.number,
                Filament = needed.FirstOrDefault(filament => filament.Number == each.number),
                SlotName = each.Slot?.SlotName,
                Slot = each.Slot is { } slot ? new BambuSlot { AmsId = slot.AmsId, TrayId = slot.Slot } : null,
                Spool = each.Slot?.Filament,
            }),
        ];
    }

    private static BambuFilamentSlot Slot(BambuSlot slot) =>
        new() { AmsId = slot.AmsId, Slot = slot.TrayId, SlotName = SlotNames.Of(slot.AmsId, slot.TrayId) };

    private static BambuPrintIssue Missing(string what) => BambuPrintIssue.Error(BambuPrintReason.FilamentMissing, canForce: true, what);

    private static string Described(BambuFilament filament) =>
        string.Create(CultureInfo.InvariantCulture, $"filament {filament.Number} ({filament})");

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    // The eye sees green better than red, and red better than blue.
    private static double Distance(string? one, string? other)
    {
        if (one is null || other is null)
        {
            return NoColor;
        }
        int a = int.Parse(one.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        int b = int.Parse(other.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        (int red, int green, int blue) = ((a >> 16) - (b >> 16), ((a >> 8) & 0xFF) - ((b >> 8) & 0xFF), (a & 0xFF) - (b & 0xFF));
        return Math.Sqrt((2 * red * red) + (4 * green * green) + (3 * blue * blue));
    }
}
