using System.Collections.Concurrent;
using System.Management.Automation;
using System.Reflection;

namespace GenEft.Infrastructure;

/// <summary>The defaults of a cmdlet's parameters: an empty cell of a row stands for them, and an empty value that is typed is an
/// error.</summary>
internal sealed class ParameterDefaults
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> s_parameters = [];

    private readonly PSCmdlet _cmdlet;
    private readonly (PropertyInfo Parameter, object Value)[] _defaults;

    /// <param name="cmdlet">The cmdlet, newly made.</param>
    public ParameterDefaults(PSCmdlet cmdlet)
    {
        _cmdlet = cmdlet;
        _defaults =
        [
            .. s_parameters.GetOrAdd(cmdlet.GetType(), FindParameters)
                .Select(parameter => (parameter, parameter.GetValue(cmdlet))).Where(pair => pair.Item2 is not null).Select(pair => (pair.parameter, pair.Item2!)),
        ];
    }

    /// <summary>Refuses parameters that were typed without a value.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    public void RefuseEmpty()
    {
        foreach ((PropertyInfo parameter, object value) in _defaults)
        {
            if (!_cmdlet.MyInvocation.BoundParameters.ContainsKey(parameter.Name))
            {
                continue;
            }

            object? given = parameter.GetValue(_cmdlet);
            bool isEmptyList = given is Array { Length: 0 } && value is Array { Length: > 0 }
                && !parameter.IsDefined(typeof(AllowEmptyCollectionAttribute));
            bool isEmpty = given is null && !parameter.IsDefined(typeof(AllowNullAttribute));
            if (isEmpty || isEmptyList)
            {
                throw new GenEftException(
                    ErrorIds.ValueOutOfRange, $"{parameter.Name} is empty; it must have a value, or be left out for its default.", given);
            }
        }
    }

    /// <summary>Whether a parameter has another value than the one it has where nobody gives one. (BoundParameters keeps what an earlier row gave.)</summary>
    public bool IsGiven(string parameter) => Array.Find(_defaults, pair => pair.Parameter.Name == parameter) is ({ } property, var value)
        && !ReferenceEquals(property.GetValue(_cmdlet), value);

    /// <summary>Sets what a row leaves empty.</summary>
    public void FillEmpty()
    {
        foreach ((PropertyInfo parameter, object value) in _defaults)
        {
            if (parameter.GetValue(_cmdlet) is null)
            {
                parameter.SetValue(_cmdlet, value);
            }
        }
    }

    // Those that can be empty. A truth value that is empty has a meaning of its own: not known.
    private static PropertyInfo[] FindParameters(Type type) =>
    [
        .. type.GetProperties().Where(property =>
            (!property.PropertyType.IsValueType || Nullable.GetUnderlyingType(property.PropertyType) is not null)
            && property.IsDefined(typeof(ParameterAttribute)) && !property.IsDefined(typeof(TruthAttribute))),
    ];
}
