using System.Linq.Expressions;
using System.Reflection;

namespace BambuCloud.Views;

/// <summary>The views of one type: a table as it is declared, and a list that shows all properties.</summary>
internal abstract class TypeView(Type type)
{
    /// <summary>The type that is shown.</summary>
    public Type Type { get; } = type;

    /// <summary>The tables by their names. The first one is shown by default.</summary>
    public List<(string Name, string? GroupBy, List<Column> Columns)> Tables { get; } = [(type.Name, null, [])];

    /// <summary>The units of properties by the properties' names.</summary>
    public Dictionary<string, string> Units { get; } = [];

    /// <summary>Other names of properties: what a table calls them, or what they are called on other types.</summary>
    public Dictionary<string, string> Aliases { get; } = [];

    /// <summary>Begins the views of a type.</summary>
    public static TypeView<T> Of<T>()
        where T : BambuObject => new();
}

/// <summary>Declares the views of a type.</summary>
internal sealed class TypeView<T>() : TypeView(typeof(T))
    where T : BambuObject
{
    /// <summary>Shows the table in groups, as PowerShell shows files by their folder.</summary>
    /// <param name="by">A PowerShell expression of <c>$_</c>.</param>
    public TypeView<T> GroupBy(string by)
    {
        Tables[^1] = Tables[^1] with { GroupBy = by };
        return this;
    }

    /// <summary>Another table, which <c>Format-Table -View</c> shows, in groups.</summary>
    /// <param name="name">The view's name.</param>
    /// <param name="groupBy">A PowerShell expression of <c>$_</c>.</param>
    public TypeView<T> Table(string name, string groupBy)
    {
        Tables.Add((name, groupBy, []));
        return this;
    }

    /// <summary>A value that needs no care.</summary>
    public TypeView<T> Plain(int? width, Expression<Func<T, object?>> of, string? label = null) =>
        Add(new Column(label ?? NameOf(of)) { Width = width, Property = NameOf(of) });

    /// <summary>A number, at the right.</summary>
    public TypeView<T> Number(int width, Expression<Func<T, object?>> of, string? label = null, string? format = null) =>
        Add(new Column(label ?? NameOf(of)) { Width = width, Property = NameOf(of), Right = true, Format = format });

    /// <summary>A time of day, or a day with it.</summary>
    public TypeView<T> Time(int width, Expression<Func<T, object?>> of, string? label = null, string format = "{0:g}") =>
        Add(new Column(label ?? NameOf(of)) { Width = width, Property = NameOf(of), Format = format });

    /// <summary>A text that others wrote, without what a terminal would obey.</summary>
    public TypeView<T> Text(int? width, Expression<Func<T, object?>> of, string? label = null) => Call("Clean", width, of, label);

    /// <summary>The same, shown whole: it goes on in further lines.</summary>
    public TypeView<T> Sentence(Expression<Func<T, object?>> of) =>
        Add(new Column(NameOf(of)) { Script = $"{Scripts.Text}Clean($_.{NameOf(of)})", Wrap = true });

    /// <summary>A state in its colour.</summary>
    public TypeView<T> State(int width, Expression<Func<T, object?>> of) =>
        Script(width, NameOf(of), $"{Scripts.Text}State($_.{NameOf(of)}, $PSStyle)");

    /// <summary>How long something takes, at the right.</summary>
    public TypeView<T> Duration(int width, Expression<Func<T, object?>> of, string? label = null) =>
        Call("Duration", width, of, label, right: true);

    /// <summary>A size in bytes as MB, at the right.</summary>
    public TypeView<T> Size(int width, Expression<Func<T, object?>> of) =>
        Script(width, "Size (MB)", $"{Scripts.Text}Megabytes($_.{NameOf(of)})", right: true);

    /// <summary>What no property has as it is.</summary>
    /// <param name="width">The column's width.</param>
    /// <param name="label">What stands over it.</param>
    /// <param name="script">A PowerShell expression of <c>$_</c>.</param>
    /// <param name="right">Whether it stands at the right.</param>
    public TypeView<T> Script(int? width, string label, string script, bool right = false) =>
        Add(new Column(label) { Width = width, Script = script, Right = right });

    /// <summary>Another name of a property.</summary>
    public TypeView<T> Alias(string name, Expression<Func<T, object?>> of)
    {
        Aliases.Add(name, NameOf(of));
        return this;
    }

    /// <summary>The unit of properties, as the list says it behind their names.</summary>
    public TypeView<T> Unit(string unit, params Expression<Func<T, object?>>[] of)
    {
        foreach (Expression<Func<T, object?>> property in of)
        {
            Units.Add(NameOf(property), unit);
        }
        return this;
    }

    private TypeView<T> Call(string function, int? width, Expression<Func<T, object?>> of, string? label, bool right = false) =>
        Script(width, label ?? NameOf(of), $"{Scripts.Text}{function}($_.{NameOf(of)})", right);

    private TypeView<T> Add(Column column)
    {
        Tables[^1].Columns.Add(column);
        return this;
    }

    private static string NameOf(Expression<Func<T, object?>> of) =>
        ((of.Body as UnaryExpression)?.Operand ?? of.Body) is MemberExpression { Member: PropertyInfo property }
            ? property.Name
            : throw new ArgumentException($"'{of}' is no property.", nameof(of));
}
