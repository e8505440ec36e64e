using System.Globalization;
using System.Reflection;
using System.Security;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace BambuCloud.PowerShell.Tests;

/// <summary>The views of <c>BambuCloud.Format.ps1xml</c>, and the words that they are made of.</summary>
public sealed class FormatViewTests(UserPrompt prompt) : IClassFixture<UserPrompt>
{
    // A console of 80 columns shows no more in the examples of Get-Help, which stand four columns to the right; the last column stays free.
    private const int Width = 75;

    // What each column without a width gets at least: these share what is left.
    private const int LeastShare = 12;

    private const string Style =
        "([pscustomobject]@{ OutputRendering = 'Ansi'; Formatting = [pscustomobject]@{ FormatAccent = '<good>'; Warning = '<warning>'; "
            + "Error = '<error>' }; Dim = '<dim>'; Reset = '</>' })";

    [Fact]
    public void Every_record_of_the_model_has_a_table_which_comes_first()
    {
        Dictionary<string, string> first = Views().GroupBy(view => view.TypeName).ToDictionary(views => views.Key,
            views => views.First().Control);

        Assert.NotEmpty(Records());
        Assert.All(Records(), type => Assert.True(first.GetValueOrDefault(type.FullName!) == "TableControl", $"{type} has no table."));
        Assert.Equal(Records().Select(type => type.FullName).Order(StringComparer.Ordinal), first.Keys.Order(StringComparer.Ordinal));
    }

    // The base type has what PowerShell has to know of all of them: how deep they are copied into jobs and files.
    [Fact]
    public void Every_record_of_the_model_is_of_the_one_base_type() =>
        Assert.All(Records(), type => Assert.Equal("BambuCloud.BambuObject", type.BaseType!.FullName));

    [Fact]
    public void Every_table_fits_into_80_columns()
    {
        foreach (View view in Views().Where(view => view.Control == "TableControl"))
        {
            Column[] open = [.. view.Columns.Where(column => column.Width == 0)];
            int width = view.Columns.Sum(column => column.Width) + view.Columns.Count - 1;

            // Without a width for the first column, PowerShell sizes all of them by the rows that come first, and drops those that do not
            // fit.
            Assert.True(view.Columns[0].Width > 0, $"{view.Name}: the first column has no width.");
            Assert.True(width + (open.Length * LeastShare) <= Width, $"{view.Name}: {width} columns.");
            Assert.All(view.Columns.Except(open),
                column => Assert.True(column.Label.Length <= column.Width, $"{view.Name}: {column.Label}"));
        }
    }

    // -AutoSize and -Wrap show them whole then, and a wide window gives them its room.
    [Fact]
    public void Names_are_never_shortened_by_a_view()
    {
        string[] names = ["Name", "DeviceName", "FileName", "Title", "JobName"];
        Column[] columns = [.. Views().Where(view => view.Control == "TableControl").SelectMany(view => view.Columns)
            .Where(column => names.Any(name => Regex.IsMatch(column.Script ?? "", $@"\$_\.{name}\b")))];

        Assert.NotEmpty(columns);
        Assert.All(columns, column => Assert.Equal(0, column.Width));
    }

    [Fact]
    public void What_stands_over_a_column_is_a_property_or_an_alias_of_one()
    {
        foreach (View view in Views().Where(view => view.Control == "TableControl"))
        {
            string item = $"[Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject([{view.TypeName}])";
            IEnumerable<string?> members = prompt.Run($"([psobject]{item}).psobject.Members.Name").Succeeded()
                .Output.Select(name => name.ToString());

            Assert.All(view.Columns, column => Assert.Contains(Regex.Replace(column.Label, @" \(.*\)$", ""), members));
        }
    }

    [Fact]
    public void Views_show_what_the_record_has()
    {
        foreach (View view in Views())
        {
            IEnumerable<string> read = view.Columns.SelectMany(column => column.Property is { } property
                ? [property]
                : Regex.Matches(column.Script!, @"\$_\.(\w+)").Select(match => match.Groups[1].Value));

            Assert.All(read, name => Assert.True(TypeOf(view).GetProperty(name) is not null, $"{view.Name}: {name}"));
        }
    }

    [Fact]
    public void Numbers_stand_at_the_right()
    {
        foreach (View view in Views().Where(view => view.Control == "TableControl"))
        {
            Assert.All(view.Columns, column => Assert.True(column.Right || !IsNumber(TypeOf(view).GetProperty(column.Property ?? "")),
                $"{view.Name}: {column.Label}"));
        }

        static bool IsNumber(PropertyInfo? property) =>
            property is not null && (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) is { IsEnum: false } type
                && Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal;
    }

    [Fact]
    public void Texts_that_others_wrote_come_clean_into_a_table()
    {
        string[] theirs = ["Name", "DeviceName", "FileName", "Title", "JobName", "Message", "Description", "ReleaseNotes", "Material",
            "Payload"];
        Column[] columns = [.. Views().Where(view => view.Control == "TableControl").SelectMany(view => view.Columns)];

        Assert.DoesNotContain(columns, column => theirs.Contains(column.Property));
        Assert.All(columns.Where(column => theirs.Any(name => Regex.IsMatch(column.Script ?? "", $@"\$_\.{name}\b"))),
            column => Assert.Matches(@"\[BambuCloud\.Output\.ViewText\]::(Clean|Lines)\(", column.Script!));
    }

    [Fact]
    public void Every_record_has_a_list_that_shows_everything_but_secrets()
    {
        Dictionary<string, View> lists = Views().Where(view => view.Control == "ListControl").ToDictionary(view => view.TypeName);

        Assert.Equal(Records().Select(type => type.FullName).Order(StringComparer.Ordinal), lists.Keys.Order(StringComparer.Ordinal));
        Assert.All(Records(), type => Assert.Equal(
            type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                // The pipeline's form of Path.
                .Where(property => property.PropertyType != typeof(SecureString) && property.Name != nameof(BambuPrintFile.PSPath))
                .Select(property => property.Name),
            lists[type.FullName!].Columns.Select(column => column.Shows)));
    }

    [Theory]
    [InlineData("BambuDevice", "NozzleDiameter (mm)")]
    [InlineData("BambuDeviceInfo", "NozzleTemperature (°C)", "BedTemperature (°C)")]
    [InlineData("BambuTask", "Progress (%)", "FilamentGrams (g)", "FilamentMeters (m)")]
    [InlineData("BambuPrintJob", "Progress (%)")]
    [InlineData("BambuPrintResult", "FilamentGrams (g)")]
    [InlineData("BambuPrintSettings", "LayerHeight (mm)", "Infill (%)", "Speed (%)")]
    [InlineData("BambuFile", "Length (bytes)")]
    [InlineData("BambuPrintFile", "Length (bytes)", "FilamentGrams (g)")]
    [InlineData("BambuPrintFilePlate", "NozzleDiameters (mm)", "FilamentGrams (g)")]
    [InlineData("BambuFilament", "Grams (g)", "Meters (m)")]
    [InlineData("BambuProjectFile", "Length (bytes)")]
    [InlineData("BambuProjectPlate", "FilamentGrams (g)")]
    [InlineData("BambuPrinterStatus", "Progress (%)", "NozzleTemperature (°C)", "NozzleTargetTemperature (°C)", "NozzleDiameter (mm)",
        "BedTemperature (°C)", "BedTargetTemperature (°C)",
        "ChamberTemperature (°C)", "ChamberTargetTemperature (°C)", "SpeedPercent (%)")]
    [InlineData("BambuFans", "Part (%)", "Auxiliary (%)", "SecondAuxiliary (%)", "Chamber (%)", "Heatbreak (%)")]
    [InlineData("BambuPrinterNetwork", "WifiSignal (dBm)")]
    [InlineData("BambuNozzle", "Temperature (°C)", "TargetTemperature (°C)", "Diameter (mm)")]
    [InlineData("BambuAms", "Humidity (%)", "HumidityIndex (5-1)", "Temperature (°C)", "DryingTemperature (°C)")]
    [InlineData("BambuAmsTray", "Remaining (%)", "SpoolGrams (g)", "RemainingGrams (g)", "NozzleTemperatureMin (°C)",
        "NozzleTemperatureMax (°C)", "DryingTemperature (°C)")]
    public void A_list_says_units(string type, params string[] units)
    {
        View list = Assert.Single(Views(), view => view.TypeName == $"BambuCloud.{type}" && view.Control == "ListControl");

        Assert.Equal(units, list.Columns.Select(column => column.Label).Where(label => label.Contains('(', StringComparison.Ordinal)));
    }

    [Fact]
    public void Lists_write_times_and_texts_as_tables_do()
    {
        Assert.All(Views().Where(view => view.Control == "ListControl"), list => Assert.All(list.Columns, column =>
        {
            Type shown = TypeOf(list).GetProperty(column.Shows!)!.PropertyType;
            string? rule = column.Shows switch
            {
                "ReleaseNotes" or "Description" or "Message" => "Lines",
                _ when shown == typeof(string) || shown.BaseType?.Name == nameof(BambuObject) => "Clean",
                _ when shown == typeof(TimeSpan?) => "Duration",
                _ when shown.IsGenericType && shown.IsInterface && shown != typeof(IReadOnlyList<double>) => "Items",
                _ => null,
            };
            Assert.Equal(rule is null ? null : $"[BambuCloud.Output.ViewText]::{rule}($_.{column.Shows})", column.Script);
            Assert.True(column.Script is null || column.Label == column.Shows, column.Label);
        }));
    }

    [Theory]
    [InlineData("0:0:0", "0s")]
    [InlineData("0:0:45", "45s")]
    [InlineData("0:0:59.6", "1m")]
    [InlineData("0:10:51", "11m")]
    [InlineData("0:59:40", "1h 00m")]
    [InlineData("1:12:0", "1h 12m")]
    [InlineData("23:59:0", "23h 59m")]
    [InlineData("23:59:45", "1d 00h")]
    [InlineData("2.3:10:0", "2d 03h")]
    [InlineData("90.0:0:0", "90d 00h")]
    [InlineData("-0:12:0", "-12m")]
    public void A_time_is_written_in_its_two_largest_units(string time, string text) =>
        Assert.Equal(text, Text($"Duration('{time}')"));

    [Theory]
    [InlineData("0", "░░░░░░   0%")]
    [InlineData("52", "███░░░  52%")]
    [InlineData("99", "█████░  99%")]
    [InlineData("100", "██████ 100%")]
    [InlineData("140", "██████ 100%")]
    [InlineData("-1", "░░░░░░   0%")]
    public void Progress_is_a_bar_of_one_width(string percent, string text) =>
        Assert.Equal(text, Text($"Bar({percent})"));

    [Theory]
    [InlineData("219.6", "220", "220/220")]
    [InlineData("24.4", "0", "24")]
    [InlineData("24.4", "$null", "24")]
    [InlineData("0.5", "$null", "1")]
    public void A_temperature_comes_with_its_aim_while_it_has_one(string actual, string target, string text) =>
        Assert.Equal(text, Text($"Temperature({actual}, {target})"));

    [Theory]
    [InlineData("en-US", "1,234.57")]
    [InlineData("de-DE", "1.234,57")]
    public void A_size_is_written_as_numbers_are_there(string culture, string text) =>
        Assert.Equal(text, Text("Megabytes(1234567890)", $"[cultureinfo]::CurrentCulture = '{culture}'; "));

    [Theory]
    [InlineData("Bar($null)")]
    [InlineData("Megabytes($null)")]
    [InlineData($"State($null, {Style})")]
    [InlineData($"State([BambuCloud.Output.ViewText]::Doing($null), {Style})")]
    public void What_is_not_known_stays_empty(string call) => Assert.Equal("", Text(call));

    [Theory]
    [InlineData("Duration($null)")]
    [InlineData("Temperature($null, 220)")]
    [InlineData("Layers([pscustomobject]@{ State = 'Running' })")]
    [InlineData("Layers([pscustomobject]@{ State = 'Running'; Layer = 3; TotalLayers = 0 })")]
    public void What_a_printer_does_not_say_stays_empty(string call) => Assert.Equal("", Text(call));

    [Theory]
    [InlineData("32", "32/50")]
    [InlineData("$null", "0/50")]
    public void Layers_come_with_how_many_there_are(string layer, string text) => Assert.Equal(text,
        Text($"Layers([pscustomobject]@{{ State = 'Running'; Layer = {layer}; TotalLayers = 50 }})"));

    [Theory]
    [InlineData("Running", "PausedByUser", "PausedByUser")]
    [InlineData("Preparing", "AutoBedLeveling", "AutoBedLeveling")]
    [InlineData("Running", "Printing", "Running")]
    [InlineData("Paused", "Idle", "Paused")]
    [InlineData("Offline", "HeatingHotend", "Offline")]
    [InlineData("Finished", "CoolingChamber", "Finished")]
    [InlineData("Failed", "PausedNozzleClog", "Failed")]
    [InlineData("Cancelled", "Idle", "Cancelled")]
    public void A_printers_stage_is_shown_where_it_says_more_than_its_state(string state, string stage, string shown) =>
        Assert.Equal(shown, Text($"Doing([pscustomobject]@{{ State = '{state}'; Stage = '{stage}' }})"));

    [Theory]
    [InlineData("BambuPrintState", "Running", "good")]
    [InlineData("BambuPrintState", "Finished", "good")]
    [InlineData("BambuPrintState", "Paused", "warning")]
    [InlineData("BambuPrintState", "Cancelled", "warning")]
    [InlineData("BambuPrintState", "Failed", "error")]
    [InlineData("BambuPrintState", "Offline", "dim")]
    [InlineData("BambuPrintState", "Idle", "dim")]
    [InlineData("BambuPrinterStage", "HeatingHotend", "good")]
    [InlineData("BambuPrinterStage", "PausedFilamentRunout", "warning")]
    [InlineData("BambuPrinterEventType", "PrintFinished", "good")]
    [InlineData("BambuPrinterEventType", "Disconnected", "warning")]
    [InlineData("BambuPrinterEventType", "ErrorRaised", "error")]
    [InlineData("BambuCommandOutcome", "Refused", "error")]
    [InlineData("BambuHmsSeverity", "Serious", "error")]
    [InlineData("BambuHmsSeverity", "Info", "dim")]
    public void A_state_has_the_colour_of_what_it_means(string type, string value, string colour) =>
        Assert.Equal($"<{colour}>{value}</>", Text($"State([BambuCloud.{type}]::{value}, {Style})"));

    [Theory]
    [InlineData("[BambuCloud.BambuPrintState]::Unknown")]
    [InlineData("[BambuCloud.BambuPrinterEventType]::Snapshot")]
    [InlineData("'0300_0300_0001_0001'")]
    public void What_is_neither_good_nor_bad_has_no_colour(string value) =>
        Assert.DoesNotContain("<", Text($"State({value}, {Style})"), StringComparison.Ordinal);

    private string Text(string call, string before = "") =>
        Convert.ToString(prompt.Run($"{before}[BambuCloud.Output.ViewText]::{call}").Succeeded().Only.BaseObject,
            CultureInfo.InvariantCulture)!;

    private Type[] Records() => [.. Exported().Where(type => !type.IsAbstract && type.GetMethod("<Clone>$") is not null)];

    private Type TypeOf(View view) => Exported().Single(type => type.FullName == view.TypeName);

    private Type[] Exported() =>
        [.. prompt.Run("[BambuCloud.BambuDevice].Assembly.GetExportedTypes()").Succeeded().Output.Select(item => (Type)item.BaseObject)];

    private static IEnumerable<View> Views() =>
        from view in XDocument.Load(Path.Combine(Built.ModuleFolder, "BambuCloud.Format.ps1xml")).Descendants("View")
        let control = view.Elements().Single(element => element.Name.LocalName.EndsWith("Control", StringComparison.Ordinal))
        let headers = control.Descendants("TableColumnHeader").ToArray()
        let items = control.Descendants().Where(element => element.Name == "TableColumnItem" || element.Name == "ListItem")
        select new View(
            view.Element("Name")!.Value,
            view.Element("ViewSelectedBy")!.Element("TypeName")!.Value,
            control.Name.LocalName,
            [.. items.Select((item, index) => ColumnOf(item, headers.ElementAtOrDefault(index)))]);

    private static Column ColumnOf(XElement item, XElement? header) => new(
        (header ?? item).Element("Label")?.Value ?? "",
        int.Parse(header?.Element("Width")?.Value ?? "0", CultureInfo.InvariantCulture),
        header?.Element("Alignment")?.Value == "Right",
        item.Element("PropertyName")?.Value,
        item.Element("ScriptBlock")?.Value);

    private sealed record View(string Name, string TypeName, string Control, IReadOnlyList<Column> Columns);

    private sealed record Column(string Label, int Width, bool Right, string? Property, string? Script)
    {
        public string? Shows => Property ?? Regex.Match(Script!, @"\$_\.(\w+)").Groups[1].Value;
    }
}
